import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Contestant, Measured, ProcessUse, Turn } from '../harness/bench.ts';
import { watchProcess } from '../harness/process-use.ts';
import type { EchoTasks } from './echo-ends.ts';
import { MIDDLES, type MiddleKind, stop } from './middles.ts';
import { Remote } from './remote.ts';

const ENDS = fileURLToPath(new URL('echo-ends.ts', import.meta.url));
const WARM_UP = 500;
const TIMES = 4000;

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

/** Runs what follows it on that core; nothing where the system cannot. */
const onCore = (core: number): string[] =>
  spawnSync('taskset', ['--version']).status === 0 ? ['taskset', '-c', String(core)] : [];

interface Added {
  /** Of the whole way and back, in µs. */
  readonly direct: number;
  readonly through: number;
  readonly processes: readonly ProcessUse[];
}

async function measure(kind: MiddleKind | undefined, quick: boolean, core: number): Promise<Added> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const times = quick ? TIMES / 10 : TIMES;
  const ends = stack.use(new Remote<EchoTasks>(ENDS, onCore(0)));
  const devicePort = await ends.ask('devicePort');
  await ends.ask('ask', devicePort, WARM_UP, false);
  const direct = median(await ends.ask('ask', devicePort, times, false));
  if (kind === undefined) return { direct, through: direct, processes: [] };
  const middle = await kind.start(devicePort, dir, onCore(core));
  stack.defer(() => stop(middle));
  const used = await watchProcess(kind.name, middle.child.pid!);
  // socat serves one connection only: what warms it up is part of it.
  const took = await ends.ask('ask', middle.port, WARM_UP + times, kind.framed);
  return { direct, through: median(took), processes: [await used()] };
}

async function added(kind: MiddleKind, { quick }: Turn): Promise<Measured> {
  const same = await measure(kind, quick, 0);
  const across = await measure(kind, quick, 1);
  return { values: [same.through - same.direct, across.through - across.direct], processes: across.processes };
}

async function directly({ quick }: Turn): Promise<Measured> {
  const { direct, processes } = await measure(undefined, quick, 0);
  return { values: [direct, direct], processes };
}

const between = (kind: MiddleKind): Omit<Contestant, 'kind'> => ({ name: kind.name, run: (turn) => added(kind, turn) });

export const portAgentEcho: Bench = {
  name: 'port-agent-echo',
  title: 'Port agent, what it adds to an echo, p50',
  how: 'A device sends back what a client asks (27 bytes), both in one process: directly, and through what stands between, which keeps both directions in a file. Shown is the difference; the last row shows the whole of the direct way and back. All on one core; or the two processes on a core each.',
  quantities: [
    {
      name: 'one core',
      unit: 'µs',
      better: 'less',
      goals: [{ value: 35, beside: { contestant: MIDDLES.relay.name, reached: 23 } }],
    },
    {
      name: 'across cores',
      unit: 'µs',
      better: 'less',
      goals: [{ value: 190, beside: { contestant: MIDDLES.relay.name, reached: 162 } }],
    },
  ],
  rounds: 3,
  limit:
    'Either way the bytes are in the file before they go on: a bare relay that keeps that promise, by another thread, and does nothing else is in the table. On one core the rest is packets, positions and promises in JavaScript.',
  contestants: [
    { ...between(MIDDLES.sonde), kind: 'sonde' },
    { ...between(MIDDLES.relay), kind: 'peer' },
    { ...between(MIDDLES.socat), kind: 'peer' },
    { ...between(MIDDLES.ser2net), kind: 'peer' },
    { ...between(MIDDLES.relayLogFirst), kind: 'limit' },
    { name: 'direct, whole', kind: 'limit', run: directly },
  ],
};
