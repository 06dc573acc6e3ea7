import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Measured, Turn } from '../harness/bench.ts';
import { watchProcess } from '../harness/process-use.ts';
import { allServe, allStream, overviewOf } from './ask.ts';
import { measuredOf } from './figures.ts';
import { watchMemory } from './memory-together.ts';
import { run } from './processes.ts';
import { checkWhole, startDevices } from './start-devices.ts';
import { storedValues } from './stored-values.ts';
import { timesOf } from './times.ts';
import { watchAnswers } from './watch-answers.ts';

const SONDE = resolve(import.meta.dirname, '../../bin/sonde.js');

/** Room for five minutes of samples of all: their first files come as they do later, spread over that time. */
const OUTPUTS = { parquet: { memory: '1 GiB' } };

const idOf = (index: number): string => `ctd_${String(index + 1).padStart(4, '0')}`;

/** `sonde port-agent` and `sonde run` of one configuration; every sample that the instruments sent must be in its Parquet file. */
export async function runSonde({ quick, step }: Turn): Promise<Measured> {
  const { settling, measuring } = timesOf(quick);
  const data = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(data, { recursive: true, force: true }));
  const devices = stack.use(await startDevices(step));
  const entries = devices.ports.map((port, i) => [
    idOf(i),
    {
      kind: 'sea_bird.sbe37_smp',
      link: `tcp://127.0.0.1:${port}`,
      startup: { parameters: { interval: 1 }, mode: 'autosample' },
    },
  ]);
  const config = join(data, 'sonde.yaml');
  const sockets = join(data, 'sockets');
  await writeFile(
    config,
    stringify({ data, server: { listen: '127.0.0.1:0' }, outputs: OUTPUTS, instruments: Object.fromEntries(entries) }),
  );
  const env = { ...process.env, SONDE_RUNTIME_DIR: sockets, SONDE_LOG: 'error' };
  const begun = performance.now();
  const portAgents = stack.use(run(SONDE, ['port-agent', '--config', config], { env }));
  await allServe(join(data, 'run'), step);
  const agent = stack.use(run(SONDE, ['run', '--config', config], { env }));
  await allStream(sockets, agent, step);
  const started = (performance.now() - begun) / 1000;
  await setTimeout(settling);
  const used = await Promise.all([watchProcess('agent', agent.pid), watchProcess('port agents', portAgents.pid)]);
  const held = watchMemory([agent.pid, portAgents.pid]);
  const answered = watchAnswers(() => overviewOf(sockets, agent, idOf(0)));
  await devices.begin();
  await setTimeout(measuring);
  const [memory, slowest] = [await held(), await answered()];
  const uses = await Promise.all(used.map((use) => use()));
  const sent = await devices.end();
  await setTimeout(settling);
  const stopped = await agent.stop();
  const stored = await storedValues(data);
  for (const [i, records] of sent.entries())
    checkWhole(idOf(i), records, stored.get(idOf(i)) ?? [], measuring / 1000 - 1);
  return measuredOf({ instruments: step, processes: uses, memory, slowest, started, stopped });
}
