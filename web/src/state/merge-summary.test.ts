import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstrumentSummary, KeyValue } from '../../../src/model/api/instrument.ts';
import { mergeSummary } from './merge-summary.ts';

const TIME = '2026-11-22T12:00:00.000Z';
const temp = { stream: 'ctd', field: 'temp', title: 'Temperature', time: TIME };
const CTD: InstrumentSummary = {
  id: 'ctd',
  name: 'CTD',
  kind: 'acme.ctd',
  model: 'CTD',
  state: 'command',
  state_since: TIME,
  problem: 'asleep',
  late: false,
  values: [{ ...temp, value: 7, trend: [5, 6, 7] }],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
};

test('what was told takes the place of what was, and what is gone is gone', () => {
  const merged = mergeSummary(CTD, { id: 'ctd', state: 'autosample', gone: ['problem'] });
  const { problem: _, ...rest } = CTD;
  assert.deepEqual(merged, { ...rest, state: 'autosample' });
});

const at = (second: number, value: number): { id: string; values: KeyValue[] } => ({
  id: 'ctd',
  values: [{ ...temp, value, time: new Date(Date.parse(TIME) + second * 1000).toISOString() }],
});

test('values that come live go on with the trend, as far apart as its points are', () => {
  let summary = CTD;
  for (let second = 1; second <= 10; second++) summary = mergeSummary(summary, at(second, second));
  assert.equal(summary.values[0]?.value, 10);
  assert.deepEqual(summary.values[0]?.trend, [5, 6, 7, 5, 10]);
});

test('a trend does not grow for ever', () => {
  let summary = CTD;
  for (let minute = 1; minute <= 100; minute++) summary = mergeSummary(summary, at(60 * minute, minute));
  assert.equal(summary.values[0]?.trend?.length, 60);
  assert.equal(summary.values[0]?.trend?.at(-1), 100);
});
