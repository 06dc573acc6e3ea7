import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EthernetDeviceLogger } from '../../src/port-agent/launcher.ts';
import type { Bench, Contestant, Measured, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';
import { watchProcess } from '../harness/process-use.ts';
import { MIDDLES, type MiddleKind, stop } from '../port-agent/middles.ts';
import { start } from './started.ts';

const DEVICE = resolve(import.meta.dirname, 'prompt-device.ts');
const RELAY = resolve(import.meta.dirname, 'keeping-relay.ts');
const CLIENTS = new URL('exchanges.ts', import.meta.url).href;

interface Scene extends AsyncDisposable {
  readonly devicePort: number;
  /** Of its own. */
  readonly folder: string;
}

/** The device, in a process of its own. */
async function openScene(): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const device = stack.use(await start('device', [DEVICE]));
  const devicePort = Number(await device.line());
  const held = stack.move();
  return { devicePort, folder, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() };
}

const named = ({ values, processes }: Measured, name: string): Measured => ({
  values,
  processes: processes.map((own) => ({ ...own, name })),
});

const exchanges = ({ quick }: Turn): number => (quick ? 50 : 250);

async function throughSonde(turn: Turn): Promise<Measured> {
  await using scene = await openScene();
  const { devicePort, folder } = scene;
  const launcher = new EthernetDeviceLogger({ deviceAddr: '127.0.0.1', devicePort, name: 'ctd', data: folder });
  const running = await launcher.launchProcess();
  try {
    const used = await watchProcess('port agent', running.pid);
    const { values, processes } = named(
      await inChild(CLIENTS, 'sonde', devicePort, running, exchanges(turn)),
      'driver',
    );
    return { values, processes: [...processes, await used()] };
  } finally {
    await launcher.stop();
  }
}

async function through(kind: MiddleKind, turn: Turn): Promise<Measured> {
  await using scene = await openScene();
  const { devicePort, folder } = scene;
  const middle = await kind.start(devicePort, folder, []);
  try {
    // What stands between may end with its client: what it used is not told.
    return named(await inChild(CLIENTS, 'plain', devicePort, middle.port, exchanges(turn)), 'client');
  } finally {
    await stop(middle);
  }
}

/** The least that a port agent in Node can take. */
async function throughKeepingRelay(turn: Turn): Promise<Measured> {
  await using scene = await openScene();
  const { devicePort, folder } = scene;
  await using relay = await start('relay', [RELAY, String(devicePort), join(folder, 'dump')]);
  const port = Number(await relay.line());
  const { values, processes } = named(await inChild(CLIENTS, 'plain', devicePort, port, exchanges(turn)), 'client');
  return { values, processes: [...processes, await relay.use()] };
}

const between = (kind: MiddleKind): Pick<Contestant, 'name' | 'run'> => ({
  name: `${kind.name}, and no driver`,
  run: (turn) => through(kind, turn),
});

export const commandBench: Bench = {
  name: 'command',
  title: 'Command and reply to an awake prompt instrument that answers in 1 ms',
  how:
    'The instrument (an SBE 37-SMP at a TCP port, a process of its own) echoes `ts`, and 1 ms later sends its record and the prompt. ' +
    'Sonde: `executeAcquireSample()` of the driver, until it gives the sample; its port agent is a process of its own and logs both ways. ' +
    'The others: a client that waits for the same bytes. In turn with it the client asks the instrument directly: what is added is the difference.',
  rounds: 3,
  quantities: [
    { name: 'p50 added', unit: 'ms', better: 'less', goals: [{ value: 0.3 }] },
    { name: 'p99 added', unit: 'ms', better: 'less' },
    { name: 'p50', unit: 'ms', better: 'less' },
    { name: 'p50 asked directly', unit: 'ms', better: 'less' },
  ],
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: throughSonde },
    { ...between(MIDDLES.socat), kind: 'peer' },
    { ...between(MIDDLES.relay), kind: 'peer' },
    { name: 'bare Node relay that keeps before it hands on', kind: 'limit', run: throughKeepingRelay },
  ],
  limit:
    'A bare relay that keeps before it hands on, without packets, driver or sample, takes more than half of the 0.3 ms: another process is woken on the way and on the way back. ' +
    'Beyond that the driver works for some 0.2 ms (the dialogue with its time limits, the sample, telling of it), and the port agent for some 0.1, in many small steps after a millisecond of idleness.',
};
