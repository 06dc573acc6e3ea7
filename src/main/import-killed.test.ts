// `sonde import` as a process that is killed at random moments and started again.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { seeded } from '../simulator/random.ts';
import { parquetNumbers } from './testing/parquet-numbers.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const DAYS = 3;
const A_DAY = 2000;
const KILLS = 5;
/** In this time from its start it begins to write, and is done, in ms. */
const [FIRST, LAST] = [250, 1000];

/** A day of lines of an SBE 37 as a DCL logs them; the pressure counts them. */
const linesOf = (day: number): string =>
  Array.from({ length: A_DAY }, (_, i) => {
    const time = new Date(Date.UTC(2014, 0, day + 1) + i * 40_000).toISOString();
    return `${time.replaceAll('-', '/').replace('T', ' ').replace('Z', '')} #12.3456, 3.45678, ${day * A_DAY + i}.000\r\n`;
  }).join('');

test('an import that is killed at random moments and started again holds every sample once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-import-killed-'));
  t.after(() => rm(folder, { recursive: true }));
  const files = Array.from({ length: DAYS }, (_, day) => join(folder, `${day}.log`));
  for (const [day, file] of files.entries()) await writeFile(file, linesOf(day));
  const data = join(folder, 'data');
  const args = ['import', 'ctd', ...files, '--kind', 'sea_bird.sbe37_smp', '--data', data];
  const random = seeded(4);
  let killed = 0;
  for (let i = 0; i < KILLS; i++) {
    await using run = new SondeProcess(args);
    // Later and later: some while the log is written, some while samples are.
    await wait(FIRST + ((i + random()) / KILLS) * (LAST - FIRST));
    if ((await run.kill('SIGKILL')) === null) killed++;
  }
  const { code, stderr } = await sonde(args);
  assert.equal(code, 0, stderr);
  t.diagnostic(`killed ${killed} times`);
  const everyOne = Array.from({ length: DAYS * A_DAY }, (_, i) => i);
  assert.deepEqual(await parquetNumbers(join(data, 'ctd', 'samples', 'ctd')), everyOne);
  assert.equal((await sonde(['log', 'verify', 'ctd', '--data', data])).code, 0);
});
