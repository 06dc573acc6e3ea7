import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromIso } from '../kit/time.ts';
import { daysTouched } from './range.ts';
import { points, probe, scene } from './test-scene.ts';

/** Above 100 mV the mistaken definition reads ten times too much. */
const mistaken = probe((value) => (value > 100 ? value * 10 : value));
const corrected = probe();

test('a corrected definition changes exactly the values that were wrong; a second time nothing changes', async (t) => {
  const { log, keep, rows, run, own } = await scene(t);
  await log([['2026-01-01T11:59:00Z', 'k 2'], ...points('2026-01-01T12:00:00Z', 300)]);
  await keep(mistaken);
  const decoded = await rows('n, driver_time::VARCHAR');
  const report = await run(corrected);
  const [point, factor] = report.streams;
  assert.deepEqual(
    { ...point!.differences, columns: Object.keys(point!.differences.columns) },
    {
      equal: 100,
      changed: 200,
      added: 0,
      gone: 0,
      kept: 0,
      columns: ['value'],
      firstAdded: [],
      firstGone: [],
    },
  );
  assert.deepEqual(point!.differences.columns.value!.first[0], {
    time: '2026-01-01T13:40:00Z',
    position: {
      day: '2026-01-01',
      offset: (await rows('log_offset'))[100]![0] && Number((await rows('log_offset'))[100]![0]),
    },
    before: '1010.0',
    now: '101.0',
  });
  assert.equal(factor!.differences.equal, 1);
  assert.deepEqual(
    (await rows('n, value')).map(([n, value]) => [Number(n), value]),
    Array.from({ length: 300 }, (_, i) => [i + 1, i + 1]),
  );
  const now = await rows('n, driver_time::VARCHAR');
  assert.deepEqual(now.slice(0, 100), decoded.slice(0, 100), 'what was right keeps the time at which it was decoded');
  assert.notDeepEqual(now.at(-1), decoded.at(-1));

  const files = join(own, 'samples', 'point', '2026-01-01.parquet');
  const before = await stat(files);
  const again = await run(corrected);
  assert.equal(again.replacement, undefined);
  assert.deepEqual(
    again.streams.map(({ differences: { equal, changed, added, gone } }) => [equal, changed, added, gone]),
    [
      [300, 0, 0, 0],
      [1, 0, 0, 0],
    ],
  );
  assert.equal((await stat(files)).ino, before.ino);
  assert.deepEqual(await readdir(join(own, 'replaced')), ['.lock', report.replacement!]);
});

test('a dry run only says what would become different', async (t) => {
  const { log, keep, rows, run, own } = await scene(t);
  await log(points('2026-01-01T12:00:00Z', 150));
  await keep(mistaken);
  const before = await rows('*');
  const { streams, replacement } = await run(corrected, { dryRun: true });
  assert.equal(streams[0]!.differences.changed, 50);
  assert.equal(replacement, undefined);
  assert.deepEqual(await rows('*'), before);
  assert.deepEqual(await readdir(join(own, 'replaced')), ['.lock']);
});

test('only the days of the range are looked at; what their samples join comes from days before', async (t) => {
  const { log, keep, rows, run } = await scene(t);
  await log([
    ['2026-01-01T00:00:00Z', 'k 3'],
    ...points('2026-01-01T12:00:00Z', 3, 201),
    ...points('2026-01-02T12:00:00Z', 3, 211),
    ...points('2026-01-03T12:00:00Z', 3, 221),
    ...points('2026-01-04T12:00:00Z', 3, 231),
  ]);
  await keep(mistaken);
  const days = daysTouched(fromIso('2026-01-03'), fromIso('2026-01-04'));
  assert.throws(() => daysTouched(fromIso('2026-01-04'), fromIso('2026-01-03')), /to: must be later than from/);
  const { streams } = await run(corrected, { days });
  assert.deepEqual(streams[0]!.files, ['2026-01-03']);
  assert.deepEqual(
    (await rows('n, value, factor')).map((row) => row.map(Number)),
    [201, 202, 203, 211, 212, 213, 221, 222, 223, 231, 232, 233].map((n) => [n, n > 220 && n < 230 ? n : n * 10, 3]),
  );
});

test('rows that the log gives no more, and those that only it gives, are counted and told', async (t) => {
  const { log, keep, rows, run } = await scene(t);
  await log(points('2026-01-01T12:00:00Z', 10));
  await keep(corrected, ({ values }) => values.n !== 4 && values.n !== 9);
  const picky = probe((value) => {
    if (value === 2) throw new SyntaxError('2 is no value');
    return value;
  });
  const { streams } = await run(picky);
  const { added, changed, firstAdded } = streams[0]!.differences;
  assert.deepEqual([added, changed], [2, 1]);
  assert.deepEqual(
    firstAdded.map(({ time }) => time),
    ['2026-01-01T12:03:00Z', '2026-01-01T12:08:00Z'],
  );
  assert.deepEqual(
    (await rows('n, value, quality')).map(([n, value, quality]) => [Number(n), value, quality]).slice(0, 4),
    [
      [1, 1, 'ok'],
      [2, null, 'invalid'],
      [3, 3, 'ok'],
      [4, 4, 'ok'],
    ],
  );
});

test('a unit that was corrected is a difference too', async (t) => {
  const { log, keep, run } = await scene(t);
  await log(points('2026-01-01T12:00:00Z', 3));
  await keep(corrected);
  const { streams, replacement } = await run(probe(undefined, 'V'));
  assert.deepEqual(streams[0]!.described, ['field value']);
  assert.ok(replacement);
  assert.equal((await run(probe(undefined, 'V'))).replacement, undefined);
});

test('the old files are kept, with what was found', async (t) => {
  const { log, keep, run, own, connection } = await scene(t);
  await log(points('2026-01-01T12:00:00Z', 101));
  await keep(mistaken);
  const { replacement } = await run(corrected);
  const folder = join(own, 'replaced', replacement!);
  const old = await connection.runAndReadAll(`SELECT max(value) FROM '${folder}/old/point/2026-01-01.parquet'`);
  assert.deepEqual(old.getRows(), [[1010]]);
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  assert.equal(manifest.state, 'done');
  assert.equal(manifest.summary, 'point: 1 changed, 0 new, 0 gone in 2026-01-01');
});
