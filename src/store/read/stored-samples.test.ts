import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ParameterError } from '../../kit/errors.ts';
import { fromIso } from '../../kit/time.ts';
import type { FieldMetadata } from '../../model/metadata.ts';
import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { pagesOf } from '../parquet/pages.ts';
import { columnsOfFacts } from '../stream-facts.ts';
import { taken, testArchive } from '../test-archive.ts';
import { facts, sample } from '../test-samples.ts';
import { byDay } from '../write/by-day.ts';

const CTD = { instrument: 'ctd_12m', stream: 'ctd' };
const numbers = (samples: readonly Sample[]) => samples.map(({ values }) => values.n);

/** Samples `first` to `last`, a second apart from that time on. */
const seconds = (from: string, first: number, last: number): Sample[] =>
  Array.from({ length: last - first + 1 }, (_, i) => {
    const time = fromIso(from) + BigInt(i) * 1_000_000_000n;
    return { ...sample(first + i), time, times: { port: time, driver: time } };
  });

const withFields = (fields: Readonly<Record<string, FieldMetadata>>): StreamFacts => ({ ...facts, fields });

test('a sample is read as it was stored, whatever its values are', async (t) => {
  const { add, stored } = await testArchive(t);
  const title = 'A field';
  const all: Sample = {
    ...CTD,
    time: fromIso('2026-01-01T12:00:00.123456789Z'),
    times: {
      port: fromIso('2026-01-01T12:00:00.2Z'),
      device: fromIso('2026-01-01T11:59:59Z'),
      driver: fromIso('2026-01-01T12:00:01Z'),
    },
    quality: 'out_of_range',
    values: {
      real: 0.1,
      none: null,
      whole: -7,
      text: 'it\'s "so"',
      yes: true,
      bytes: new Uint8Array([0, 255, 10]),
      profile: [1.5, null, -2],
      counts: [1, 2, 3],
      names: ['a', 'b'],
      flags: [true, false],
      blobs: [new Uint8Array([1]), new Uint8Array([])],
    },
    flags: { real_qc: 3, real_qc_spike: 3, none_qc: 9 },
    calibration: '2025-06-01',
    log: { link: 'master', day: '2026-01-01', offset: 123_456_789_012, length: 40 },
  };
  const list = (items: NonNullable<FieldMetadata['items']>): FieldMetadata => ({ title, type: 'list', items });
  await add([all], {
    ...facts,
    fields: {
      real: { title, type: 'number' },
      none: { title, type: 'number' },
      whole: { title, type: 'integer' },
      text: { title, type: 'text' },
      yes: { title, type: 'flag' },
      bytes: { title, type: 'bytes' },
      profile: list('number'),
      counts: list('integer'),
      names: list('text'),
      flags: list('flag'),
      blobs: list('bytes'),
    },
    flags: {
      real_qc: { field: 'real' },
      real_qc_spike: { field: 'real', test: 'spike' },
      none_qc: { field: 'none' },
    },
  });
  const [read] = await taken(stored.samples(CTD));
  const bytes = (value: unknown) => (value instanceof Uint8Array ? [...value] : value);
  const plain = ({ values, ...rest }: Sample) => ({
    ...rest,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(bytes) : bytes(value)]),
    ),
  });
  assert.deepEqual(plain(read!), plain(all));
});

test('a range begins at its first time and ends before its last, over midnight too', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(seconds('2026-01-01T23:59:55Z', 1, 10));
  const range = { from: fromIso('2026-01-01T23:59:58Z'), to: fromIso('2026-01-02T00:00:02Z') };
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, ...range }))), [4, 5, 6, 7]);
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, ...range, order: 'newest' }))), [7, 6, 5, 4]);
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, from: range.from, limit: 2 }))), [4, 5]);
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, to: range.from }))), [1, 2, 3]);
});

test('every third sample is counted from the first of the range, across days and files', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(seconds('2026-01-01T23:59:55Z', 1, 10), facts, 3);
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, every: 3 }))), [1, 4, 7, 10]);
  const from = fromIso('2026-01-01T23:59:56Z');
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, every: 4, from }))), [2, 6, 10]);
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, every: 4, order: 'newest', limit: 2 }))), [9, 5]);
});

test('the files of a day are read in the order of their numbers, not of their names', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(seconds('2026-01-01T12:00:00Z', 1, 24), facts, 2);
  const [{ days }] = (await stored.streams()) as [Awaited<ReturnType<typeof stored.streams>>[number]];
  assert.equal(days[0]?.files.length, 12);
  assert.deepEqual(
    numbers(await taken(stored.samples({ ...CTD, order: 'stored' }))),
    numbers(seconds('2026-01-01', 1, 24)),
  );
});

test('samples of a clock that was stepped back come in the order of their time, or as they were logged', async (t) => {
  const { add, stored } = await testArchive(t);
  await add([sample(1, '2026-01-01T12:00:05Z'), sample(2, '2026-01-01T12:00:01Z'), sample(3, '2026-01-01T12:00:01Z')]);
  assert.deepEqual(numbers(await taken(stored.samples(CTD))), [2, 3, 1]);
  assert.deepEqual(numbers(await taken(stored.samples({ ...CTD, order: 'stored' }))), [1, 2, 3]);
  assert.deepEqual(numbers(await stored.latest(CTD)), [1]);
});

test('the latest samples come oldest first, from as many days as it takes', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(seconds('2026-01-01T23:59:57Z', 1, 5));
  assert.deepEqual(numbers(await stored.latest({ ...CTD, count: 4 })), [2, 3, 4, 5]);
  assert.deepEqual(numbers(await stored.latest({ ...CTD, count: 100 })), [1, 2, 3, 4, 5]);
  assert.deepEqual(numbers(await stored.latest({ ...CTD, count: 1, to: fromIso('2026-01-02') })), [3]);
});

test('a field that only some days have can be asked for; where it is not, samples do not have it', async (t) => {
  const { add, stored } = await testArchive(t);
  const number: FieldMetadata = { title: 'Oxygen', type: 'number' };
  await add([sample(1)]);
  await add([sample(2, '2026-01-02T12:00:00Z', { values: { n: 2, oxygen: 5.5 } })], {
    ...withFields({ ...facts.fields, oxygen: number }),
    flags: { n_qc: { field: 'n' }, oxygen_qc: { field: 'oxygen' } },
  });
  await add([sample(3, '2026-01-03T12:00:00Z')]);
  const read = await taken(stored.samples({ ...CTD, fields: ['oxygen'] }));
  assert.deepEqual(
    read.map(({ values, flags }) => ({ values, flags })),
    [
      { values: {}, flags: undefined },
      { values: { oxygen: 5.5 }, flags: undefined },
      { values: {}, flags: undefined },
    ],
  );
});

test('names that are not there are told with what is', async (t) => {
  const { add, stored } = await testArchive(t);
  await add([sample(1)]);
  const refused = (work: Promise<unknown>, message: RegExp) =>
    assert.rejects(work, (error) => error instanceof ParameterError && message.test(error.message));
  await refused(stored.latest({ ...CTD, instrument: 'ctd_12' }), /ctd_12: no such instrument.*did you mean 'ctd_12m'/);
  await refused(stored.latest({ ...CTD, instrument: '../ctd_12m' }), /no such instrument/);
  await refused(stored.latest({ ...CTD, stream: 'status' }), /status: no such stream of ctd_12m; there are: ctd/);
  await refused(stored.latest({ ...CTD, fields: ['n', 'm', 'o'] }), /m: no such field .*\no: no such field/);
  await refused(stored.latest({ ...CTD, count: 0 }), /limit: must be a whole number from 1/);
  const from = fromIso('2026-01-01');
  await refused(
    taken(stored.samples({ ...CTD, every: 0.5, from, to: from })),
    /every: .*\nto: must be later than from/,
  );
});

test('what there is: streams, their days, rows and sizes, and what they say of themselves', async (t) => {
  const { add, stored } = await testArchive(t);
  assert.deepEqual(await stored.streams(), []);
  await add(seconds('2026-01-01T23:59:55Z', 1, 10));
  await add([sample(1, '2026-01-01T12:00:00Z', { stream: 'status' })]);
  const all = await stored.streams('ctd_12m');
  assert.deepEqual(
    all.map(({ instrument, stream, days }) => [instrument, stream, days.map(({ day, rows }) => [day, rows])]),
    [
      [
        'ctd_12m',
        'ctd',
        [
          ['2026-01-01', 5],
          ['2026-01-02', 5],
        ],
      ],
      ['ctd_12m', 'status', [['2026-01-01', 1]]],
    ],
  );
  assert.equal(all[0]?.newest?.instrument.model, 'SBE 37-SMP MicroCAT');
  assert.deepEqual(all[0]?.fields, facts.fields);
});

test('a Parquet file that is not of Sonde is named; other files are passed over', async (t) => {
  const { add, stored, own, connection } = await testArchive(t);
  await add([sample(1)]);
  await writeFile(join(own, 'samples', 'ctd', '.2026-01-03.parquet.tmp'), 'a writer is at it');
  await writeFile(join(own, 'samples', 'notes.txt'), 'not ours');
  assert.deepEqual(numbers(await stored.latest(CTD)), [1]);
  const path = join(own, 'samples', 'ctd', '2026-01-02.parquet');
  await connection.run(`COPY (SELECT 1 AS n) TO '${path}'`);
  await assert.rejects(stored.latest(CTD), /2026-01-02\.parquet was not written by Sonde/);
});

test('a query that is broken off throws the reason', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(seconds('2026-01-01T00:00:00Z', 1, 5000));
  const reason = new Error('enough');
  const stop = new AbortController();
  const rows = stored.samples({ ...CTD, signal: stop.signal })[Symbol.asyncIterator]();
  assert.equal((await rows.next()).value.length, 2048);
  stop.abort(reason);
  await assert.rejects(rows.next(), reason);
  await assert.rejects(stored.buckets({ ...CTD, buckets: 5, signal: stop.signal }), reason);
});

test('samples that are asked for by somebody who goes throw the reason, and not that the database was interrupted', async (t) => {
  const { add, stored } = await testArchive(t);
  await add(seconds('2026-01-01T00:00:00Z', 1, 5000));
  for (const turns of [0, 1, 2, 5, 20]) {
    const stop = new AbortController();
    const asked = stored.latest({ ...CTD, count: 5000, signal: stop.signal }).then(
      () => 'answered',
      (error: unknown) => error,
    );
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    stop.abort(new Error('gone'));
    const came = await asked;
    if (turns === 0 || came !== 'answered') assert.equal(came, stop.signal.reason, `after ${turns} turns`);
  }
});

test('hot rows are read behind those of the files, each once, while they are being written', async (t) => {
  let hot: Sample[] = [];
  const written = new Map<string, number>();
  const stream = { title: 'CTD', fields: facts.fields, flags: { n_qc: { field: 'n' } } };
  const days = () => new Map([...byDay(hot)].map(([day, own]) => [day, pagesOf(columnsOfFacts(facts), own)]));
  const { add, stored } = await testArchive(t, { hot: () => ({ stream, days: days(), written }) });
  await add(seconds('2026-01-01T12:00:00Z', 1, 3));
  hot = [...seconds('2026-01-01T12:00:03Z', 4, 5), sample(6, '2026-01-02T00:00:00Z')];
  const all = async () => numbers(await taken(stored.samples(CTD)));
  assert.deepEqual(await all(), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(numbers(await stored.latest({ ...CTD, count: 2 })), [5, 6]);
  written.set('2026-01-01.parquet', 3).set('2026-01-02.parquet', 0);
  assert.deepEqual(await all(), [1, 2, 3, 4, 5, 6]);
  await add(hot);
  assert.deepEqual(await all(), [1, 2, 3, 4, 5, 6], 'written, and the writer does not know it yet');
  const { buckets } = await stored.buckets({ ...CTD, buckets: 1 });
  assert.deepEqual([buckets[0]?.rows, buckets[0]?.values.n?.mean], [6, 3.5]);
  hot = [];
  assert.deepEqual(await all(), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(
    (await stored.streams())[0]?.days.map(({ rows }) => rows),
    [5, 1],
  );
});
