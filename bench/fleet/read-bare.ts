import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Measured, Turn } from '../harness/bench.ts';
import { watchProcess } from '../harness/process-use.ts';
import { measuredOf } from './figures.ts';
import { firstNumber } from './first-number.ts';
import { watchMemory } from './memory-together.ts';
import { ask, nextMessage, run } from './processes.ts';
import { checkWhole, startDevices } from './start-devices.ts';
import { timesOf } from './times.ts';
import { watchAnswers } from './watch-answers.ts';

const READER = fileURLToPath(new URL('bare-reader.ts', import.meta.url));

/** A program of thirty lines that reads the same devices and keeps their lines: no dialogue, no times, no samples, no API. */
export async function readBare({ quick, step }: Turn): Promise<Measured> {
  const { settling, measuring } = timesOf(quick);
  const folder = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const devices = stack.use(await startDevices(step));
  const begun = performance.now();
  const reader = stack.use(run(READER, [folder, devices.ports.join()]));
  await nextMessage(reader);
  const started = (performance.now() - begun) / 1000;
  await setTimeout(settling);
  const used = await watchProcess('reader', reader.pid);
  const held = watchMemory([reader.pid]);
  const answered = watchAnswers(() => ask(reader, 'latest'));
  await devices.begin();
  await setTimeout(measuring);
  const [memory, slowest] = [await held(), await answered()];
  const use = await used();
  const sent = await devices.end();
  await setTimeout(settling);
  const stopped = await reader.stop();
  for (const [i, records] of sent.entries()) {
    const lines = (await readFile(join(folder, `${i}.txt`), 'latin1')).split('\n');
    const kept = lines.flatMap((line) => firstNumber(line) ?? []);
    checkWhole(`device ${i}`, records, kept, measuring / 1000 - 1);
  }
  return measuredOf({ instruments: step, processes: [use], memory, slowest, started, stopped });
}
