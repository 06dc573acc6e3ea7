import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromIso } from '../../kit/time.ts';
import type { FieldMetadata } from '../../model/metadata.ts';
import type { Value } from '../../model/sample.ts';
import { columnsOf } from '../columns.ts';
import { openDuck } from '../duck.ts';
import { NOON, sample } from '../test-samples.ts';
import { appendSamples } from './append-samples.ts';

async function rowsOf(fields: Record<string, Omit<FieldMetadata, 'title'>>, values: readonly Record<string, Value>[]) {
  using duck = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  const connection = await duck.connect();
  const titled = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { title: name, ...field }]));
  const samples = values.map((own, n) => sample(n, NOON, { values: own, flags: {} }));
  await appendSamples(connection, 'rows', columnsOf({ fields: titled, flags: ['x_qc'] }), samples);
  const names = Object.keys(fields).join(', ');
  const rows = (await connection.runAndReadAll(`SELECT ${names} FROM rows`)).getRowsJson();
  const types = (await connection.runAndReadAll('DESCRIBE rows')).getRowsJson().map(([name, type]) => [name, type]);
  connection.closeSync();
  return { rows, types: Object.fromEntries(types) as Record<string, string> };
}

test('each kind of value has a type of column, and what is not known is null', async () => {
  const { rows, types } = await rowsOf(
    {
      a: { type: 'number' },
      b: { type: 'integer' },
      c: { type: 'text' },
      d: { type: 'flag' },
      e: { type: 'bytes' },
      f: { type: 'list' },
      g: { type: 'list', items: 'integer' },
      h: { type: 'list', items: 'text' },
    },
    [
      { a: 1.5, b: 7, c: 'text', d: true, e: Uint8Array.of(65, 255), f: [0.5, null], g: [1, 2], h: ['x', 'y'] },
      { a: null, b: null, c: null, d: null, e: null, f: null, g: null },
    ],
  );
  assert.deepEqual(rows, [
    [1.5, '7', 'text', true, 'A\\xFF', [0.5, null], ['1', '2'], ['x', 'y']],
    [null, null, null, null, null, null, null, null],
  ]);
  assert.deepEqual(
    ['time', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'x_qc'].map((name) => types[name]),
    'TIMESTAMP_NS DOUBLE BIGINT VARCHAR BOOLEAN BLOB DOUBLE[] BIGINT[] VARCHAR[] UTINYINT'.split(' '),
  );
});

test('rows follow each other over the bounds of what DuckDB takes at once', async () => {
  const values = Array.from({ length: 5000 }, (_, i) => ({
    a: i % 3 === 0 ? null : i,
    c: i % 2 === 0 ? `text ${i}` : null,
  }));
  const { rows } = await rowsOf({ a: { type: 'number' }, c: { type: 'text' } }, values);
  assert.deepEqual(
    rows,
    values.map(({ a, c }) => [a, c]),
  );
});

test('numbers that do not fit are none, and those that are not finite stay so', async () => {
  const { rows } = await rowsOf({ a: { type: 'number' }, b: { type: 'integer' } }, [
    { a: Number.NaN, b: 2 ** 63 },
    { a: Number.POSITIVE_INFINITY, b: -(2 ** 63) },
  ]);
  assert.deepEqual(rows, [
    ['NaN', null],
    ['Infinity', '-9223372036854775808'],
  ]);
});

test('an instrument whose clock shows a year that nanoseconds do not reach keeps its other times', async () => {
  using duck = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  const connection = await duck.connect();
  const times = { port: fromIso(NOON), driver: fromIso(NOON), device: fromIso('9999-12-31') };
  await appendSamples(connection, 'rows', columnsOf({ fields: {}, flags: [] }), [sample(1, NOON, { times })]);
  const found = await connection.runAndReadAll('SELECT epoch_ns(port_time), device_time FROM rows');
  assert.deepEqual(found.getRows(), [[fromIso(NOON), null]]);
  connection.closeSync();
});
