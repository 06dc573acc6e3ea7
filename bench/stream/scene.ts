import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseLink } from '../../src/link/parse-link.ts';
import { PortAgentLauncher } from '../../src/port-agent/launcher.ts';
import type { RunFile } from '../../src/port-agent/run-file.ts';
import type { DeviceNews, Plan } from './device-plan.ts';
import { type Forked, forked } from './forked.ts';
import type { FormName } from './forms.ts';

const isDeviceNews = (message: unknown): message is DeviceNews =>
  typeof message === 'object' && message !== null && 'type' in message;

/** A device that is about to stream, and a folder; both end with the scope. */
export interface Scene extends AsyncDisposable {
  readonly folder: string;
  readonly device: Forked<DeviceNews>;
  readonly port: number;
  /** A port agent for the device, as a process of its own; it ends with the scene. */
  startPortAgent(): Promise<RunFile>;
}

export async function openScene(form: FormName, plan: Plan): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const device = stack.use(forked<DeviceNews>('device.ts', [form, JSON.stringify(plan)], isDeviceNews));
  const { port } = await device.told('port');
  const held = stack.move();
  return {
    folder,
    device,
    port,
    async startPortAgent() {
      const name = 'instrument';
      const link = parseLink(`tcp://127.0.0.1:${port}`);
      const launcher = new PortAgentLauncher({ name, link, data: folder });
      held.defer(() => launcher.stop());
      return launcher.launchProcess();
    },
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}
