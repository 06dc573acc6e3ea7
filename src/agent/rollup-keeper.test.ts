import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { testArchive } from '../store/test-archive.ts';
import { sample } from '../store/test-samples.ts';
import { keepRollups } from './rollup-keeper.ts';

/** Resolves when something of that name is in the folder. */
function appears(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, async () => {
      if (!(await readdir(folder)).includes(name)) return;
      watcher.close();
      resolve();
    });
  });
}

test('a day is summed up when it is over; a stream whose files are broken is told once, and stops no other', async (t) => {
  const { add, own } = await testArchive(t);
  await mkdir(join(own, 'samples', 'broken'), { recursive: true });
  await writeFile(join(own, 'samples', 'broken', '2026-01-01.parquet'), 'no Parquet');
  await add([sample(1, '2026-01-31T23:59:59Z')]);
  await mkdir(join(own, 'rollups', 'ctd'), { recursive: true });
  const clock = new FakeClock('2026-01-31T23:58:00Z');
  const told: string[] = [];
  const logger = { ...silentLogger, warn: (facts: object) => void told.push(JSON.stringify(facts)) };
  await using keeper = keepRollups({ folders: () => [own], clock, logger });
  const made = appears(join(own, 'rollups', 'ctd'), '2026-01.parquet');
  await clock.advance(60_000);
  await clock.advance(3_600_000);
  await made;
  await keeper[Symbol.asyncDispose]();
  assert.equal(told.length, 1);
  assert.match(told[0]!, /samples\/broken.*2026-01-01\.parquet/);
});
