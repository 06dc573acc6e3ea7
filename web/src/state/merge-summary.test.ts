import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstrumentSummary } from '../../../src/model/api/instrument.ts';
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

test('a value that comes live goes on with the trend; one that is told again does not', () => {
  const later = { ...temp, value: 8, time: '2026-11-22T12:00:01.000Z' };
  const merged = mergeSummary(CTD, { id: 'ctd', values: [later] });
  assert.deepEqual(merged.values[0]?.trend, [5, 6, 7, 8]);
  assert.deepEqual(mergeSummary(merged, { id: 'ctd', values: [later] }).values[0]?.trend, [5, 6, 7, 8]);
});

test('a trend does not grow for ever', () => {
  let summary = CTD;
  for (let second = 1; second <= 100; second++) {
    const time = new Date(Date.parse(TIME) + second * 1000).toISOString();
    summary = mergeSummary(summary, { id: 'ctd', values: [{ ...temp, value: second, time }] });
  }
  assert.equal(summary.values[0]?.trend?.length, 60);
  assert.equal(summary.values[0]?.trend?.at(-1), 100);
});
