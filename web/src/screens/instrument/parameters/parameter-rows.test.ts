import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParameterMetadata } from '../../../../../src/model/metadata.ts';
import { filterRows, groupRows, isSame, rowsOf } from './parameter-rows.ts';

const described = (more: Partial<ParameterMetadata>): ParameterMetadata => ({
  title: 'Interval',
  visibility: 'read_write',
  restored_after_direct_access: true,
  schema: { type: 'integer' },
  ...more,
});
const VERIFIED = '2026-07-01T12:00:00Z';

test('a parameter that shows another value than was asked for is told apart', () => {
  const rows = rowsOf(
    { interval: described({ startup: 60 }), rate: described({ group: 'clock' }) },
    { interval: { actual: 10, desired: 20, verified: VERIFIED }, rate: { actual: 4, desired: 4, verified: VERIFIED } },
  );
  assert.deepEqual(
    rows.map(({ isOff, differsFromStartup }) => [isOff, differsFromStartup]),
    [
      [true, true],
      [false, false],
    ],
  );
});

test('of a parameter that was never read nothing is said but that it is there', () => {
  const [row] = rowsOf({ interval: described({ startup: 60 }) }, {});
  assert.equal(row?.actual, null);
  assert.equal(row?.isOff, false);
  assert.equal(row?.differsFromStartup, false);
});

test('the value of the deployment stands for that of the definition', () => {
  const [row] = rowsOf(
    { interval: described({ startup: 60 }) },
    { interval: { actual: 5, startup: 5, verified: VERIFIED } },
  );
  assert.equal(row?.startup, 5);
  assert.equal(row?.differsFromStartup, false);
});

test('numbers that went through text are the same', () => {
  assert.equal(isSame(1.0000001, 1), true);
  assert.equal(isSame(1.001, 1), false);
  assert.equal(isSame(0, 0), true);
  assert.equal(isSame([1, 2], [1, 2]), true);
  assert.equal(isSame('1', 1), false);
});

test('a search finds what holds all of its words, in name, title or group', () => {
  const rows = rowsOf({ interval: described({}), rate: described({ title: 'Sample rate', group: 'clock' }) }, {});
  assert.deepEqual(
    filterRows(rows, 'all', 'CLOCK samp').map(({ name }) => name),
    ['rate'],
  );
  assert.deepEqual(filterRows(rows, 'off', '').length, 0);
});

test('groups come in their order, those without a group first', () => {
  const rows = rowsOf({ a: described({ group: 'x' }), b: described({}), c: described({ group: 'x' }) }, {});
  assert.deepEqual(
    groupRows(rows).map(([group, own]) => [group, own.map(({ name }) => name)]),
    [
      ['', ['b']],
      ['x', ['a', 'c']],
    ],
  );
});
