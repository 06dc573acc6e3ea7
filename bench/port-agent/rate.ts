import { readdir, readFile } from 'node:fs/promises';
import type { Bench, Contestant, Measured, Turn } from '../harness/bench.ts';
import { MIDDLES, type MiddleKind } from './middles.ts';
import { scene } from './scene.ts';

const RECORD = 100;
/** More often than this a device does not send: its records get longer. */
const MOST_RECORDS = 1000;

/** CPU seconds of all threads so far, in ns by the kernel's scheduler, see proc_pid_schedstat(5): ticks are too coarse for what hardly works. */
async function cpuSeconds(pid: number): Promise<number> {
  const tasks = `/proc/${pid}/task`;
  const stats = await Promise.all((await readdir(tasks)).map((id) => readFile(`${tasks}/${id}/schedstat`, 'utf8')));
  return stats.reduce((sum, stat) => sum + Number(stat.split(' ')[0]) / 1e9, 0);
}

async function pace(kind: MiddleKind, { quick, step }: Turn): Promise<Measured> {
  const ms = quick ? 500 : 1500;
  const bytesPerSecond = step * 1000;
  const records = Math.min(bytesPerSecond / RECORD, MOST_RECORDS);
  await using all = await scene(kind, 1);
  const before = await cpuSeconds(all.pid);
  const begun = performance.now();
  const bytes = await all.device.ask('sendPaced', records, bytesPerSecond / records, ms);
  await all.clients.ask('received', bytes);
  const cpu = ((await cpuSeconds(all.pid)) - before) / ((performance.now() - begun) / 1000);
  const processes = await all.used();
  await all.demandKept(bytes);
  return { values: [100 * cpu], processes };
}

const between = (kind: MiddleKind): Omit<Contestant, 'kind'> => ({ name: kind.name, run: (turn) => pace(kind, turn) });

export const portAgentRate: Bench = {
  name: 'port-agent-rate',
  title: 'Port agent, CPU at a rate',
  how: 'A device sends records evenly, of 100 bytes each and at most 1,000 a second, above that longer ones, to one client, and they are kept in a file. Shown is what that takes of one core.',
  quantities: [{ name: '', unit: '% of a core', better: 'less' }],
  steps: { of: 'kB/s', values: [1, 10, 100, 1000, 10_000, 100_000], quick: [1000] },
  rounds: 2,
  contestants: [
    { ...between(MIDDLES.sonde), kind: 'sonde' },
    { ...between(MIDDLES.relay), kind: 'peer' },
  ],
};
