import assert from 'node:assert/strict';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallDisk } from '../../../tools/small-disk.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import type { Sample } from '../../model/sample.ts';
import { openDuck } from '../duck.ts';
import { facts, NOON, sample } from '../test-samples.ts';
import { SampleStore } from './sample-store.ts';

const MINUTE = 60_000;
const WITH_TEXT = {
  ...facts,
  fields: { ...facts.fields, text: { title: 'What does not get smaller', type: 'text' } },
} as const;

/** A number of digits that no compression makes much smaller, the same for the same number. */
function noise(n: number): string {
  let state = n;
  return Array.from({ length: 400 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state.toString(36);
  }).join('');
}

const several = (from: number, to: number): Sample[] =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    sample(from + i, NOON, { values: { n: from + i, text: noise(from + i) } }),
  );

test('on a full disk samples wait, that is told once, and when there is room again each is there once', async (t) => {
  const disk = await smallDisk(t, '4m');
  if (disk === undefined) return;
  const clock = new FakeClock(NOON);
  const told: (string | undefined)[] = [];
  const store = new SampleStore({ clock });
  const sink = store.openSink({
    id: 'ctd_12m',
    own: join(disk, 'ctd_12m'),
    factsOf: () => WITH_TEXT,
    onTrouble: (problem) => told.push(problem?.message),
  });
  const reader = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  const connection = await reader.connect();
  t.after(async () => {
    connection.closeSync();
    reader[Symbol.dispose]();
    await store[Symbol.asyncDispose]();
  });
  const file = join(disk, 'ctd_12m', 'samples', 'ctd', '2026-01-01.parquet');
  const numbers = async (): Promise<number[]> =>
    (await connection.runAndReadAll(`SELECT n FROM '${file}'`)).getRows().map(([n]) => Number(n));
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

  sink.append(several(1, 100));
  await sink.flush('now');
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, new Uint8Array(4_000_000 - 2 * (await stat(file)).size));
  for (let n = 101; n <= 500; n += 100) {
    sink.append(several(n, n + 99));
    await clock.advance(5 * MINUTE);
    assert.equal(await sink.flush('due'), false);
    assert.deepEqual(await numbers(), upTo(100), 'the file stays as it was');
  }
  assert.equal(told.length, 1);
  assert.match(told[0]!, /[Nn]o space left/);
  await rm(ballast);
  await clock.advance(MINUTE);
  assert.equal(await sink.flush('due'), true);
  assert.equal(told.length, 2);
  assert.deepEqual(await numbers(), upTo(500));
  await sink[Symbol.asyncDispose]();
});
