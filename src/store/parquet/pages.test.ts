import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromIso } from '../../kit/time.ts';
import type { FieldMetadata } from '../../model/metadata.ts';
import type { Value } from '../../model/sample.ts';
import { columnsOf } from '../columns.ts';
import { openDuck } from '../duck.ts';
import { NOON, sample } from '../test-samples.ts';
import { appendChunks } from './append-chunks.ts';
import { filterRows, type Pages, pagesOf, placesOf, rowsOf, sliceRows } from './pages.ts';

const title = 'Field';
const FIELDS: Readonly<Record<string, FieldMetadata>> = {
  n: { title, type: 'integer' },
  a: { title, type: 'number' },
  b: { title, type: 'text' },
  c: { title, type: 'flag' },
  d: { title, type: 'bytes' },
  e: { title, type: 'list' },
  f: { title, type: 'list', items: 'text' },
};
const COLUMNS = columnsOf({ fields: FIELDS, flags: ['n_qc'] });

const of = (values: readonly Record<string, Value>[]): Pages =>
  pagesOf(
    COLUMNS,
    values.map((own, n) => sample(n, NOON, { values: own })),
  );
const numbered = (count: number): Pages => of(Array.from({ length: count }, (_, n) => ({ n })));
const cells = (pages: Pages, name: string) =>
  pages.flatMap((page) => Array.from({ length: page.rows }, (_, row) => page.at(name, row)));

const SEVERAL: readonly Record<string, Value>[] = [
  { n: -1, a: 0.5, b: 'short', c: true, d: Uint8Array.of(1, 2), e: [1, null, 2.5], f: ['x', 'longer than twelve'] },
  { n: 2 ** 40, a: null, b: 'longer than twelve', c: false, d: null, e: [], f: null },
  { n: -(2 ** 40), a: Number.POSITIVE_INFINITY, b: null, c: null, d: Uint8Array.of(), e: [7], f: ['y'] },
];

test('what was put into columns is read from them, whether all rows have it or each another', () => {
  for (const values of [SEVERAL, Array.from({ length: 3 }, () => SEVERAL[0]!)]) {
    for (const name of Object.keys(FIELDS)) {
      const expected = values.map((own) => own[name]);
      const found = cells(of(values), name).map((cell) => (cell instanceof Uint8Array ? Uint8Array.from(cell) : cell));
      assert.deepEqual(found, expected, name);
    }
  }
});

test('each row knows where it stands and when it came', () => {
  const [first, second] = placesOf(numbered(2));
  const time = fromIso(NOON);
  assert.deepEqual(first, { time, times: { port: time }, log: { day: '2026-01-01', offset: 0, length: 24 } });
  assert.equal(second?.log?.offset, 40);
  const nowhere = sample(1, NOON, {
    times: { driver: time },
    log: { link: 'slave', day: '2026-01-01', offset: 1, length: 2 },
  });
  const [on] = placesOf(pagesOf(COLUMNS, [nowhere]));
  assert.deepEqual(on, { time, times: {}, log: { link: 'slave', day: '2026-01-01', offset: 1, length: 2 } });
});

test('rows are cut and chosen over the bounds of pages', () => {
  const pages = numbered(5000);
  assert.ok(pages.length > 2);
  assert.deepEqual(
    cells(sliceRows(pages, 2000, 4500), 'n'),
    Array.from({ length: 2500 }, (_, i) => 2000 + i),
  );
  assert.deepEqual(sliceRows(pages, 0), pages);
  const some = filterRows(pages, ({ log }) => log!.offset % 120 === 0);
  assert.deepEqual(
    cells(some, 'n'),
    Array.from({ length: 1667 }, (_, i) => 3 * i),
  );
});

test('a copy of a page stays as it is when the page grows', () => {
  const [page] = numbered(3);
  const copy = page!.copy();
  page!.append([sample(3)]);
  assert.equal(page!.rows, 4);
  assert.deepEqual(cells([copy], 'n'), [0, 1, 2]);
});

test('long rows make a page full before it has as many as DuckDB takes', () => {
  const list = Array.from({ length: 10_000 }, (_, i) => i / 2);
  const pages = of(Array.from({ length: 300 }, () => ({ e: list })));
  assert.ok(pages.length > 1);
  assert.equal(rowsOf(pages), 300);
});

test('pages stand in a table of other columns: what they lack is null, and of another type is made that', async () => {
  using duck = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  using connection = await duck.connect();
  const now = columnsOf({
    fields: { a: { title, type: 'text' }, z: { title, type: 'number' }, n: FIELDS.n! },
    flags: [],
  });
  await appendChunks(
    connection,
    'rows',
    now,
    of([
      { n: 1, a: 0.5 },
      { n: 2, a: 1.5 },
    ]),
  );
  const found = await connection.runAndReadAll('SELECT n, a, z FROM rows');
  assert.deepEqual(found.getRowsJson(), [
    ['1', '0.5', null],
    ['2', '1.5', null],
  ]);
});
