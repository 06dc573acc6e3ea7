import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Sample } from '../../model/sample.ts';
import { openDuck } from '../duck.ts';
import { readMetadata } from '../read-metadata.ts';
import { facts, NOON, provisional, sample } from '../test-samples.ts';
import type { Step, StreamFiles } from './replace-part.ts';
import { storeDay } from './test-store-day.ts';

const DAY = '2026-01-01';

async function scene(t: TestContext, options: Partial<StreamFiles> = {}) {
  const own = await mkdtemp(join(tmpdir(), 'sonde-day-'));
  const duck = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  const connection = await duck.connect();
  t.after(async () => {
    connection.closeSync();
    duck[Symbol.dispose]();
    await rm(own, { recursive: true });
  });
  const folder = join(own, 'samples', 'ctd');
  const files: StreamFiles = { connection, own, stream: 'ctd', ...options };
  const rows = async (columns: string, name = '*'): Promise<unknown[][]> =>
    (
      await connection.runAndReadAll(
        `SELECT ${columns} FROM read_parquet('${folder}/${name}.parquet', union_by_name = true)`,
      )
    ).getRowsJson();
  return {
    folder,
    files,
    connection,
    rows,
    numbers: async (name?: string) => (await rows('n', name)).map(([n]) => Number(n)),
    metadata: async (name = DAY) => (await readMetadata(connection, [join(folder, `${name}.parquet`)]))[0]!,
    add: (samples: readonly Sample[], which = facts) => storeDay(files, DAY, which, samples),
  };
}

test('the samples of a day stand in one file, in their order, each once', async (t) => {
  const { add, numbers, folder } = await scene(t);
  await add([sample(1), sample(2)]);
  await add([sample(2), sample(3)]);
  await add([sample(1), sample(2), sample(3)]);
  assert.deepEqual(await numbers(), [1, 2, 3]);
  assert.deepEqual(await readdir(folder), ['2026-01-01.parquet']);
  assert.equal((await stat(join(folder, '2026-01-01.parquet'))).mode & 0o777, 0o600);
});

test('a file says what its rows are and how far they reach in the log', async (t) => {
  const { add, metadata } = await scene(t);
  await add([sample(1), sample(2)]);
  await add([sample(3)], { ...facts, definitions: ['0.1.0/def'] });
  assert.deepEqual(await metadata(), {
    version: 1,
    ...facts,
    definitions: ['0.1.0/abc', '0.1.0/def'],
    provisional: 0,
    settled: [{ day: DAY, offset: 120, length: 24, arrived: '2026-01-01T12:00:00.000Z' }],
  });
});

test('a provisional row that does not come again stays as it is: its day of the log may be deleted', async (t) => {
  const { add, rows, metadata } = await scene(t);
  await add([sample(1), provisional(2)]);
  await add([sample(3), provisional(4)]);
  await add([sample(2), sample(4)]);
  assert.deepEqual(await rows('n, n_qc'), [
    ['1', 1],
    ['2', 2],
    ['3', 1],
    ['4', 1],
  ]);
  assert.equal((await metadata()).provisional, 0);
});

test('groups of rows are no larger than what may be in memory, also where a row has bytes by the kB', async (t) => {
  const { add, connection, folder, numbers } = await scene(t);
  const field = { title: 'Ensemble', type: 'bytes' } as const;
  const ensembles = { ...facts, fields: { ...facts.fields, ensemble: field } };
  for (let flush = 0; flush < 20; flush++) {
    const some = Array.from({ length: 20 }, (_, i) => flush * 20 + i);
    await add(
      some.map((n) => sample(n, NOON, { values: { n, ensemble: randomBytes(50_000) } })),
      ensembles,
    );
  }
  const found = await connection.runAndReadAll(
    `SELECT max(row_group_bytes) FROM parquet_metadata('${folder}/${DAY}.parquet')`,
  );
  // The rows of one flush may be too many.
  assert.ok(Number(found.value(0, 0)) <= 9 * 1024 * 1024, `${found.value(0, 0)} bytes`);
  assert.equal((await numbers()).length, 400);
});

test('a provisional row stands at the end of its file until its final version takes its place', async (t) => {
  const { add, rows, metadata } = await scene(t);
  await add([sample(1), provisional(2)]);
  assert.deepEqual(await rows('n, n_qc'), [
    ['1', 1],
    ['2', 2],
  ]);
  assert.equal((await metadata()).provisional, 1);
  await add([sample(2), provisional(3)]);
  assert.deepEqual(await rows('n, n_qc'), [
    ['1', 1],
    ['2', 1],
    ['3', 2],
  ]);
});

test('samples of one record wait together for the one that is provisional', async (t) => {
  const { add, numbers, metadata } = await scene(t);
  const { log } = sample(2);
  await add([sample(1), sample(2), { ...provisional(3), log: log! }]);
  assert.equal((await metadata()).provisional, 2);
  await add([sample(1), sample(2), sample(3, NOON, { log: log! })]);
  assert.deepEqual(await numbers(), [1, 2, 3]);
});

test('samples that are in no log are all kept', async (t) => {
  const { add, numbers } = await scene(t);
  const { log: _, ...loose } = sample(1);
  await add([loose]);
  await add([loose, { ...loose, provisional: true }]);
  assert.deepEqual(await numbers(), [1, 1, 1]);
});

test('a log that was begun anew takes its places again', async (t) => {
  const { add, numbers } = await scene(t);
  await add([sample(7), sample(8)]);
  const later = [sample(1, '2026-01-01T12:30:00Z'), sample(2, '2026-01-01T12:30:01Z')];
  await add(later);
  await add(later);
  assert.deepEqual(await numbers(), [7, 8, 1, 2]);
});

test('each link has a reach of its own', async (t) => {
  const { add, numbers } = await scene(t);
  const of = (link: string, n: number) => sample(n, NOON, { log: { link, day: DAY, offset: n, length: 1 } });
  await add([of('master', 5), of('slave', 1)]);
  await add([of('slave', 2), of('master', 5), of('slave', 1)]);
  assert.deepEqual(await numbers(), [5, 1, 2]);
});

test('a day that holds too many rows for one file goes on in the next, and all are there once', async (t) => {
  const { add, numbers, folder } = await scene(t, { mostRows: 4 });
  await add([1, 2, 3].map((n) => sample(n)));
  await add([sample(2), sample(3), sample(4), sample(5), provisional(6)]);
  assert.deepEqual(await numbers('2026-01-01'), [1, 2, 3, 4]);
  assert.deepEqual(await numbers('2026-01-01.2'), [5, 6]);
  await add([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => sample(n)));
  await add([8, 9, 10, 11, 12, 13, 14].map((n) => sample(n)));
  assert.deepEqual(
    (await readdir(folder)).sort(),
    ['.2', '.3', '.4', ''].map((part) => `2026-01-01${part}.parquet`),
  );
  assert.deepEqual(
    (await Promise.all(['', '.2', '.3', '.4'].map((part) => numbers(`2026-01-01${part}`)))).flat(),
    Array.from({ length: 14 }, (_, i) => i + 1),
  );
});

test('the samples of one record stand in one file', async (t) => {
  const { add, numbers } = await scene(t, { mostRows: 2 });
  const { log } = sample(2);
  await add([sample(1), sample(2), sample(3, NOON, { log: log! }), sample(4)]);
  assert.deepEqual(await numbers('2026-01-01'), [1, 2, 3]);
  assert.deepEqual(await numbers('2026-01-01.2'), [4]);
});

test('a field that comes or goes has no value in the rows that do not know it', async (t) => {
  const { add, rows, metadata } = await scene(t);
  await add([sample(1)]);
  const temp = { title: 'Temperature', type: 'number', unit: 'degree_Celsius' } as const;
  await add([sample(2, NOON, { values: { temp: 20.5 } })], {
    ...facts,
    fields: { temp },
    flags: { temp_qc: { field: 'temp' } },
  });
  assert.deepEqual(await rows('n, temp'), [
    ['1', null],
    [null, 20.5],
  ]);
  assert.deepEqual(Object.keys((await metadata()).fields), ['n', 'temp']);
});

for (const [change, field] of [
  ['type', { title: 'Number', type: 'text' }],
  ['unit', { title: 'Number', type: 'integer', unit: '1000' }],
] as const) {
  test(`a field that changes its ${change} goes on in a new file, and what was provisional stays in the old one`, async (t) => {
    const { add, numbers, metadata } = await scene(t);
    await add([sample(1), provisional(2)]);
    const changed = { ...facts, fields: { n: field } };
    await add([sample(2), sample(3)], changed);
    assert.deepEqual(await numbers('2026-01-01'), [1, 2]);
    assert.equal((await metadata()).provisional, 0);
    await add([sample(4)], changed);
    assert.deepEqual(await numbers('2026-01-01.2'), field.type === 'text' ? [3, 4] : [3, 4]);
  });
}

test('what is broken off at any step leaves the old file or the new one, and the next finishes it', async (t) => {
  const broken = new Set<Step>();
  let stopAt: Step | undefined;
  const { add, numbers, folder } = await scene(t, {
    onStep: (step) => {
      if (step === stopAt) {
        broken.add(step);
        throw new Error('the power failed');
      }
    },
  });
  const all: number[] = [];
  for (const [i, step] of (['begun', 'pieces', 'written', 'replaced'] as const).entries()) {
    const n = i + 1;
    stopAt = step;
    await assert.rejects(add([sample(n)]), /the power failed/);
    assert.deepEqual(i === 0 && step !== 'replaced' ? [] : await numbers(), step === 'replaced' ? [...all, n] : all);
    stopAt = undefined;
    await add([sample(n)]);
    all.push(n);
    assert.deepEqual(await numbers(), all);
  }
  assert.deepEqual(broken.size, 4);
  assert.deepEqual(await readdir(folder), ['2026-01-01.parquet']);
});

test('what one left who was killed is removed', async (t) => {
  const { add, folder } = await scene(t);
  await add([sample(1)]);
  await writeFile(join(folder, '.2026-01-01.parquet.tmp'), 'half');
  await add([sample(2)]);
  assert.deepEqual(await readdir(folder), ['2026-01-01.parquet']);
});
