import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstrumentSummary } from '../../../../src/model/api/instrument.ts';
import { arrange, concernOf, countShown } from './arrange.ts';

const make = (id: string, own: Partial<InstrumentSummary> = {}): InstrumentSummary => ({
  id,
  name: id,
  kind: 'acme.ctd',
  model: 'CTD 9',
  state: 'autosample',
  state_since: '2026-11-22T12:00:00.000Z',
  late: false,
  values: [],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
  ...own,
});

const FLEET = [
  make('well'),
  make('answered', { alerts: { alarms: 1, warnings: 0, unanswered: 0 } }),
  make('late', { late: true }),
  make('unplugged', { kind: 'acme.adcp', state: 'instrument_disconnected' }),
  make('ringing', { alerts: { alarms: 1, warnings: 0, unanswered: 1 } }),
  make('also_well', { name: 'Quiet one' }),
];
const NONE = new Set<string>();
const ALL = { search: '', group: 'none', show: 'all' };
const idsOf = (choice: Partial<typeof ALL>, held = NONE): string[][] =>
  arrange(FLEET, { ...ALL, ...choice }, held).map(({ instruments }) => instruments.map(({ id }) => id));

test('what wants somebody rises, and all else stays in its order', () => {
  assert.deepEqual(idsOf({}), [['ringing', 'late', 'unplugged', 'answered', 'well', 'also_well']]);
});

test('an alert that is over still wants to be answered', () => {
  assert.equal(concernOf(make('a', { alerts: { alarms: 0, warnings: 0, unanswered: 1 } })), 'trouble');
});

test('the fleet is grouped, and searched by name, kind and state in plain words', () => {
  assert.deepEqual(idsOf({ group: 'kind' }), [['ringing', 'late', 'answered', 'well', 'also_well'], ['unplugged']]);
  assert.deepEqual(idsOf({ search: 'adcp no conn' }), [['unplugged']]);
  assert.deepEqual(idsOf({ search: 'quiet' }), [['also_well']]);
  assert.deepEqual(idsOf({ search: 'nothing' }), []);
});

test('what a choice would show is counted', () => {
  const held = new Set(['well']);
  assert.deepEqual(countShown(FLEET, held), { all: 6, troubled: 4, late: 1, held: 1 });
  assert.deepEqual(idsOf({ show: 'held' }, held), [['well']]);
});
