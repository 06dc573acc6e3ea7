import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ProcessUse } from '../harness/bench.ts';
import { watchProcess } from '../harness/process-use.ts';
import type { ClientTasks } from './clients.ts';
import type { DeviceTasks } from './device.ts';
import { demandKept, type MiddleKind, stop } from './middles.ts';
import { Remote } from './remote.ts';

const DEVICE = fileURLToPath(new URL('device.ts', import.meta.url));
const CLIENTS = fileURLToPath(new URL('clients.ts', import.meta.url));
/** Until whoever accepts connections has made them its own, in ms. */
const SETTLING = 200;

/** A device, what stands before it, and its clients, each in a process of its own; all connected. */
export interface Scene extends AsyncDisposable {
  readonly device: Remote<DeviceTasks>;
  readonly clients: Remote<ClientTasks>;
  /** Of what stands between; 0 where nothing does. */
  readonly pid: number;
  /** Of what stands between, since all are connected. */
  used(): Promise<ProcessUse[]>;
  /** Ends what stands between, and looks whether it kept all that the device sent. */
  demandKept(bytes: number): Promise<void>;
}

/** Without a `kind` the clients are connected to the device. */
export async function scene(
  kind: MiddleKind | undefined,
  count: number,
  before: readonly string[] = [],
): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const device = stack.use(new Remote<DeviceTasks>(DEVICE));
  const devicePort = await device.ask('port');
  const middle = await kind?.start(devicePort, dir, before);
  if (middle) stack.defer(() => stop(middle));
  const clients = stack.use(new Remote<ClientTasks>(CLIENTS));
  const enter = (more: number): Promise<void> =>
    clients.ask('connect', middle?.port ?? devicePort, more, kind?.framed ?? false);
  // ser2net opens its device for the first, and forgets those who come while it does.
  await enter(1);
  await device.ask('connected', 1);
  await setTimeout(SETTLING);
  await enter(count - 1);
  await device.ask('connected', kind === undefined ? count : 1);
  await setTimeout(SETTLING);
  const use = middle && (await watchProcess(kind?.name ?? '', middle.child.pid!));
  const held = stack.move();
  return {
    device,
    clients,
    pid: middle?.child.pid ?? 0,
    used: async () => (use ? [await use()] : []),
    demandKept: async (bytes) => {
      if (kind === undefined || middle === undefined) return;
      await stop(middle);
      await demandKept(kind, dir, bytes);
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
