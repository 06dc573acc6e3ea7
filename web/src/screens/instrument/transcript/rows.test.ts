import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asciiOf, fromBase64, runsOf } from './bytes.ts';
import { placeOf, recordAt, rowAt } from './pieces.ts';
import { compare, holderOf, readPlace, showPlace } from './place.ts';
import { type Chunk, type Row, rowsOf, toChunk } from './rows.ts';

const chunk = (text: string, more: Partial<Chunk> = {}): Chunk => ({
  position: '2026-11-23:0',
  time: '2026-11-23T10:00:00.000Z',
  direction: 'received',
  matched: [],
  bytes: Uint8Array.from(text, (one) => one.charCodeAt(0)),
  ...more,
});
const textOf = (row: Row): string =>
  row.pieces.map(({ chunk, from, to }) => String.fromCharCode(...chunk.bytes.subarray(from, to))).join('');
const TEXT = { columns: 20 } as const;

test('a row ends with a line, and where its columns are used up; an escape is not torn', () => {
  const rows = rowsOf([chunk('ds\r\n0123456789abcdef\x1b\x1bz')], TEXT);
  assert.deepEqual(rows.map(textOf), ['ds\r\n', '0123456789abcdef\x1b', '\x1bz']);
  assert.deepEqual(
    rows.map(({ continued }) => continued),
    [false, true, true],
  );
});

test('bytes of one direction that come one after the other stand in one row, those of another do not', () => {
  const at = (ms: number) => `2026-11-23T10:00:0${(ms / 1000).toFixed(3)}Z`;
  const rows = rowsOf(
    [
      chunk('d', { direction: 'sent', time: at(0) }),
      chunk('s', { direction: 'sent', time: at(900) }),
      chunk('d', { time: at(910) }),
      chunk('s', { time: at(1000) }),
      chunk('late', { time: at(2000) }),
    ],
    TEXT,
  );
  assert.deepEqual(
    rows.map((row) => [row.direction, textOf(row)]),
    [
      ['sent', 'ds'],
      ['received', 'ds'],
      ['received', 'late'],
    ],
  );
});

test('what the port agent says stands by itself, also where it says nothing', () => {
  const rows = rowsOf([chunk('', { direction: 'fault' }), chunk('up', { direction: 'status' }), chunk('up')], TEXT);
  assert.deepEqual(
    rows.map((row) => [row.direction, textOf(row)]),
    [
      ['fault', ''],
      ['status', 'up'],
      ['received', 'up'],
    ],
  );
});

test('stretches that are records are marked, over the ends of rows too; what overlaps is shown once', () => {
  const record = (from: number, to: number, stream: string) => ({ from, to, stream, time: '2026-11-23T10:00:00Z' });
  const rows = rowsOf([chunk('S>12.5\r\nabcdefghij', { matched: [record(2, 8, 'ctd'), record(5, 12, 'raw')] })], {
    columns: 80,
    hex: 8,
  });
  assert.deepEqual(
    rows.map((row) => row.pieces.map(({ from, to, record }) => [from, to, record?.stream ?? ''])),
    [
      [
        [0, 2, ''],
        [2, 8, 'ctd'],
      ],
      [
        [8, 12, 'raw'],
        [12, 16, ''],
      ],
      [[16, 18, '']],
    ],
  );
});

test('a record that goes on over rows and chunks begins once', () => {
  const record = (from: number, to: number, n: number) => ({
    from,
    to,
    stream: 'ctd',
    time: `2026-11-23T10:00:0${n}Z`,
  });
  const chunks = [
    chunk('12345678abcd', { matched: [record(0, 8, 1), record(8, 12, 2)] }),
    chunk('efgh5', { position: '2026-11-23:28', matched: [record(0, 4, 2), record(4, 5, 3)] }),
  ];
  const pieces = rowsOf(chunks, { columns: 80, hex: 6 }).flatMap((row) => row.pieces);
  assert.deepEqual(
    pieces.map(({ from, to, begins }) => [to - from, begins ?? false]),
    [
      [6, true],
      [2, false],
      [4, true],
      [4, false],
      [1, true],
    ],
  );
});

test('what was found is marked, over the ends of chunks and records, and not in what went the other way', () => {
  const chunks = [
    chunk('xS>', { position: 'a', matched: [{ from: 0, to: 2, stream: 'ctd', time: '2026-11-23T10:00:00Z' }] }),
    chunk('>>', { position: 'b', direction: 'sent' }),
    chunk('\rx', { position: 'c' }),
  ];
  const pieces = rowsOf(chunks, { columns: 80, hex: 8 }, { position: 'a', at: 1, length: 3 }).flatMap(
    ({ pieces }) => pieces,
  );
  assert.deepEqual(
    pieces.filter(({ found }) => found).map(({ chunk, from, to }) => [chunk.position, from, to]),
    [
      ['a', 1, 2],
      ['a', 2, 3],
      ['c', 0, 1],
    ],
  );
  assert.equal(rowsOf(chunks, { columns: 80, hex: 8 }, { position: 'not held', at: 1, length: 3 }).length, 3);
});

test('every byte is shown exactly once, however rows are cut', () => {
  const all = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte)).repeat(3);
  const chunks = [chunk(all.slice(0, 300)), chunk(all.slice(300), { position: '2026-11-23:400' })];
  for (const cut of [{ columns: 9, hex: 16 }, { columns: 9, hex: 1 }, { columns: 4 }, { columns: 73 }]) {
    assert.equal(rowsOf(chunks, cut).map(textOf).join(''), all);
  }
});

test('bytes are shown as text with escapes, neighbours as one', () => {
  assert.deepEqual(runsOf(chunk('a\\b\r\n\x00é').bytes), [
    { text: 'a', escaped: false },
    { text: '\\\\', escaped: true },
    { text: 'b', escaped: false },
    { text: '\\r\\n\\x00\\xe9', escaped: true },
  ]);
  assert.equal([0x41, 0x0a, 0xff].map(asciiOf).join(''), 'A··');
  assert.deepEqual([...fromBase64('AP8K')], [0, 255, 10]);
  assert.deepEqual([...toChunk({ ...chunk(''), bytes: 'AP8K' }).bytes], [0, 255, 10]);
});

test('places in the log are read, written and compared as they stand in it', () => {
  assert.deepEqual(readPlace('2026-11-23:1834'), { day: '2026-11-23', offset: 1834 });
  assert.equal(showPlace({ day: '2026-11-23', offset: 1834 }), '2026-11-23:1834');
  for (const wrong of [null, '', '2026-11-23', '2026-11-23:-1', '../x:1', '2026-11-23:1e3']) {
    assert.equal(readPlace(wrong), undefined);
  }
  assert.ok(compare({ day: '2026-11-22', offset: 9 }, { day: '2026-11-23', offset: 1 }) < 0);
  const positions = ['2026-11-22:0', '2026-11-22:900', '2026-11-23:0'];
  assert.equal(holderOf(positions, { day: '2026-11-22', offset: 916 }), 1);
  assert.equal(holderOf(positions, { day: '2026-11-21', offset: 916 }), undefined);
});

test('the row and the record of a place in the log are found, from its packet or from its byte', () => {
  const matched = [{ from: 4, to: 9, stream: 'ctd', time: '2026-11-23T10:00:00Z' }];
  const rows = rowsOf(
    [chunk('ds\r\n12.5\n', { position: '2026-11-23:100', matched }), chunk('', { position: '2026-11-23:125' })],
    { columns: 80 },
  );
  assert.equal(rowAt(rows, '2026-11-23:100'), 0);
  assert.equal(rowAt(rows, '2026-11-23:119'), 0);
  assert.equal(rowAt(rows, '2026-11-23:120'), 1);
  assert.deepEqual(recordAt(rows, '2026-11-23:122'), { stream: 'ctd', time: '2026-11-23T10:00:00Z' });
  assert.equal(recordAt(rows, '2026-11-23:117'), undefined);
  assert.equal(rowAt(rows, '2026-11-23:130'), 2);
  assert.equal(rowAt(rows, '2026-11-22:130'), undefined);
  assert.equal(placeOf(rows[1]!.pieces[0]!), '2026-11-23:120');
});
