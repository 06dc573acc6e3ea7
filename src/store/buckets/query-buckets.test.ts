import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ParameterError } from '../../kit/errors.ts';
import { fromIso, type Nanos, toIso } from '../../kit/time.ts';
import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { testArchive } from '../test-archive.ts';
import { facts, sample } from '../test-samples.ts';
import { makeRollups } from './make-rollups.ts';
import type { Bucket } from './query-buckets.ts';

const CTD = { instrument: 'ctd_12m', stream: 'ctd' };
const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;

const STREAM: StreamFacts = {
  ...facts,
  fields: {
    n: { title: 'Number', type: 'integer' },
    temp: { title: 'Temperature', type: 'number' },
    text: { title: 'Text', type: 'text' },
  },
  flags: { temp_qc: { field: 'temp' }, temp_qc_spike: { field: 'temp', test: 'spike' } },
};

/** A sample every 10 s; every seventh has no temperature, every eleventh one that failed its test. */
const series = (from: string, count: number): Sample[] =>
  Array.from({ length: count }, (_, n) => {
    const time = fromIso(from) + BigInt(n) * 10n * SECOND;
    const hasFailed = n % 11 === 10;
    const temp = n % 7 === 6 ? null : hasFailed ? 1000 + n : 10 + ((n * 37) % 101) / 8;
    const flags = { temp_qc: temp === null ? 9 : hasFailed ? 4 : 1 } as const;
    return { ...sample(n), time, times: { port: time, driver: time }, values: { n, temp, text: 'x' }, flags };
  });

/** What buckets must be, straight from the samples. */
function expected(samples: readonly Sample[], width: Nanos, withoutFailed = false): Bucket[] {
  const groups = Map.groupBy(samples, ({ time }) => time - (time % width));
  return [...groups].map(([time, own]) => {
    const temps = own.flatMap(({ values: { temp }, flags }) =>
      typeof temp === 'number' && !(withoutFailed && flags?.temp_qc === 4) ? [temp] : [],
    );
    const mean = temps.reduce((all, one) => all + one, 0) / temps.length;
    const some = { min: Math.min(...temps), max: Math.max(...temps), mean, count: temps.length };
    const none = { min: null, max: null, mean: null, count: 0 };
    return { time, rows: own.length, values: { temp: temps.length > 0 ? some : none } };
  });
}

/** Equal, but for the last digit of a mean, which depends on the order of the sums. */
function assertBuckets(actual: readonly Bucket[], wanted: readonly Bucket[]): void {
  const round = (buckets: readonly Bucket[]) =>
    buckets.map(({ time, rows, values: { temp } }) => ({
      time: toIso(time),
      rows,
      ...temp,
      mean: temp?.mean?.toPrecision(14),
    }));
  assert.deepEqual(round(actual), round(wanted));
}

const TODAY = '2026-03-01';

test('buckets say the least, the greatest, the mean and how many, of samples and of roll-ups alike', async (t) => {
  const { add, stored, connection, own } = await testArchive(t);
  const samples = series('2026-01-30T22:00:03Z', 40_000);
  await add(samples, STREAM);
  const whole = { ...CTD, fields: ['temp'] };
  const cut = { ...whole, from: fromIso('2026-01-31T04:03:05Z'), to: fromIso('2026-02-03T09:15:45Z') };
  const within = samples.filter(({ time }) => time >= cut.from && time < cut.to);
  for (const state of ['raw', 'rolled up']) {
    if (state === 'rolled up') assert.equal((await makeRollups(connection, own, 'ctd', TODAY)).length, 6);
    for (const most of [5, 100, 2000]) {
      const all = await stored.buckets({ ...whole, buckets: most });
      assert.ok(all.buckets.length <= most && all.buckets.length > most * 0.6, `${all.buckets.length} of ${most}`);
      assertBuckets(all.buckets, expected(samples, all.width));
      const some = await stored.buckets({ ...cut, buckets: most, withoutFailed: true });
      assertBuckets(some.buckets, expected(within, some.width, true));
    }
  }
});

test('a day whose files have changed since its roll-up is read from its samples until it is made anew', async (t) => {
  const { add, stored, connection, own } = await testArchive(t);
  const samples = series('2026-01-30T12:00:00Z', 15_000);
  await add(samples.slice(0, 12_000), STREAM);
  assert.deepEqual(await makeRollups(connection, own, 'ctd', TODAY), ['2026-01-30', '2026-01-31']);
  await add(samples.slice(12_000), STREAM);
  const query = { ...CTD, fields: ['temp'], buckets: 20 };
  const before = await stored.buckets(query);
  assertBuckets(before.buckets, expected(samples, before.width));
  assert.deepEqual(await makeRollups(connection, own, 'ctd', TODAY), ['2026-01-31', '2026-02-01']);
  assert.deepEqual(await makeRollups(connection, own, 'ctd', TODAY), []);
  assert.deepEqual(await readdir(join(own, 'rollups', 'ctd')), ['2026-01.parquet', '2026-02.parquet']);
  assertBuckets((await stored.buckets(query)).buckets, before.buckets);
  const rows = await connection.runAndReadAll(
    `SELECT time >= lag(time, 1, time) OVER () FROM read_parquet('${own}/rollups/ctd/*.parquet')`,
  );
  assert.ok(rows.getRows().every(([isLater]) => isLater === true));
});

test('the day that is not over is not rolled up', async (t) => {
  const { add, connection, own } = await testArchive(t);
  await add(series('2026-01-31T23:59:00Z', 100), STREAM);
  assert.deepEqual(await makeRollups(connection, own, 'ctd', '2026-02-01'), ['2026-01-31']);
});

test('a file of roll-ups that cannot be read is passed over, and made anew', async (t) => {
  const { add, stored, connection, own } = await testArchive(t);
  const samples = series('2026-01-30T12:00:00Z', 1000);
  await add(samples, STREAM);
  await makeRollups(connection, own, 'ctd', TODAY);
  await writeFile(join(own, 'rollups', 'ctd', '2026-01.parquet'), 'PAR1 and then nothing');
  const { buckets, width } = await stored.buckets({ ...CTD, fields: ['temp'], buckets: 10 });
  assertBuckets(buckets, expected(samples, width));
  assert.deepEqual(await makeRollups(connection, own, 'ctd', TODAY), ['2026-01-30']);
});

test('a field that is new, and values that are no numbers, are no obstacle to roll-ups', async (t) => {
  const { add, stored, connection, own } = await testArchive(t);
  const first = series('2026-01-30T12:00:00Z', 600);
  await add(first, { ...STREAM, fields: { n: STREAM.fields.n! }, flags: {} });
  const second = series('2026-01-31T12:00:00Z', 600).map((one, i) =>
    i === 5 ? { ...one, values: { ...one.values, temp: Number.NaN } } : one,
  );
  await add(second, STREAM);
  await makeRollups(connection, own, 'ctd', TODAY);
  const { buckets, width } = await stored.buckets({ ...CTD, fields: ['temp'], buckets: 50 });
  const known = (one: Sample, i: number) => (i === 5 ? { ...one, values: { temp: null } } : one);
  const without = first.map((one) => ({ ...one, values: { temp: null } }));
  assertBuckets(buckets, expected([...without, ...second.map(known)], width));
});

test('buckets begin at whole multiples of their length, so that a stretch that moves on keeps them', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(series('2026-01-30T12:00:00Z', 2000), STREAM);
  const [from, to] = [fromIso('2026-01-30T12:00:17Z'), fromIso('2026-01-30T14:00:17Z')];
  const one = await stored.buckets({ ...CTD, fields: ['n'], from, to, buckets: 24 });
  const next = await stored.buckets({ ...CTD, fields: ['n'], from: from + MINUTE, to: to + MINUTE, buckets: 24 });
  assert.equal(one.width, next.width);
  assert.equal(one.width % MINUTE, 0n);
  assert.deepEqual(one.buckets.slice(1, -1), next.buckets.slice(1, -1));
  const fine = await stored.buckets({ ...CTD, fields: ['n'], from, to: from + 30n * SECOND, buckets: 100 });
  assert.ok(fine.width >= 300_000_000n && fine.width < 320_000_000n, `${fine.width}`);
});

test('only numbers are summed up', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(series('2026-01-30T12:00:00Z', 10), STREAM);
  assert.deepEqual(Object.keys((await stored.buckets({ ...CTD, buckets: 1 })).buckets[0]!.values), ['n', 'temp']);
  await assert.rejects(
    stored.buckets({ ...CTD, fields: ['text', 'tmp'], buckets: 1 }),
    (error) => error instanceof ParameterError && /tmp: no such field.*did you mean 'temp'/.test(error.message),
  );
  await assert.rejects(
    stored.buckets({ ...CTD, fields: ['text'], buckets: 1 }),
    /text: holds text; numbers are: n, temp/,
  );
});

test('a stretch without samples has no buckets', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(series('2026-01-30T12:00:00Z', 10), STREAM);
  const from = fromIso('2027-01-01');
  assert.deepEqual(await stored.buckets({ ...CTD, buckets: 10, from }), { width: 0n, buckets: [] });
  const day = await stored.buckets({ ...CTD, buckets: 24, from, to: fromIso('2027-01-02') });
  assert.deepEqual(day, { width: 60n * MINUTE, buckets: [] });
});
