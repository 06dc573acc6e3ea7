import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../../src/model/api/alert.ts';
import { isGone } from '../../../src/model/api/alert-state.ts';
import { byUrgency, listOf } from './alert-lists.ts';

const TIME = '2026-11-22T12:00:00.000Z';
const told = { by: 'ada', at: TIME };
const make = (own: Partial<Alert>): Alert => ({
  id: 'a',
  kind: 'value',
  subject: 'ctd.temp',
  level: 'warning',
  text: 'too warm',
  active: true,
  raised: TIME,
  count: 1,
  comments: [],
  at: TIME,
  ...own,
});

test('an alert stands on exactly one list, and on none when it is over and acknowledged', () => {
  assert.equal(listOf(make({})), 'unanswered');
  assert.equal(listOf(make({ active: false })), 'unanswered', 'over, but nobody took note of it');
  assert.equal(listOf(make({ acknowledged: told })), 'active');
  assert.equal(listOf(make({ acknowledged: told, shelved: { ...told, until: TIME } })), 'shelved');
  assert.equal(isGone(make({ active: false, acknowledged: told })), true);
  assert.equal(isGone(make({ active: false })), false);
});

test('what is still so comes first, then alarms, then the newer', () => {
  const later = '2026-11-22T13:00:00.000Z';
  const list = [
    make({ id: 'over', level: 'alarm', active: false }),
    make({ id: 'old' }),
    make({ id: 'new', raised: later }),
    make({ id: 'alarm', level: 'alarm' }),
  ];
  assert.deepEqual(
    list.sort(byUrgency).map(({ id }) => id),
    ['alarm', 'new', 'old', 'over'],
  );
});
