import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import { ago, statusTable } from './status-text.ts';

const NOW = Date.parse('2026-01-01T12:00:10Z');
const time = '2026-01-01T12:00:08Z';

const ctd: InstrumentSummary = {
  id: 'ctd_12m',
  name: 'CTD at 12 m',
  kind: 'sea_bird.sbe37_smp',
  model: 'SBE 37-SMP MicroCAT',
  state: 'autosample',
  state_since: time,
  last_sample: time,
  late: false,
  values: [{ stream: 'velocity', field: 'pressure', title: 'Pressure', unit: '0.001 dbar', value: 12215, time }],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
};
const lock = {
  instrument: 'adcp',
  holder: 'anna',
  role: 'operator',
  reason: 'tank',
  since: time,
  expires: time,
} as const;
const adcp: InstrumentSummary = {
  ...ctd,
  id: 'adcp',
  late: true,
  problem: 'no answer:\n  \x1b[2J',
  lock,
  values: [],
  alerts: { alarms: 1, warnings: 2, unanswered: 3 },
};

test('an instrument is a line: freshness, what is wrong with it, who holds it, values in whole units', () => {
  const wrong = '1 alarm; 2 warnings; no answer: \\x1b[2J; held by anna';
  const lines = statusTable([ctd, adcp].map((summary) => ({ summary, now: NOW }))).split('\n');
  assert.deepEqual(lines, [
    `instrument  state       last sample  ${'trouble'.padEnd(wrong.length)}  values`,
    `ctd_12m     autosample  2 s          ${''.padEnd(wrong.length)}  pressure 12.215 dbar`,
    `adcp        autosample  late, 2 s    ${wrong}`,
    '',
  ]);
});

test('on a terminal no line is wider than that, and the troubled ones are coloured', () => {
  const all = [ctd, adcp].map((summary) => ({ summary, now: NOW }));
  const [, first = '', second = ''] = statusTable(all, { width: 40 }).split('\n');
  assert.equal(stripVTControlCharacters(first), first);
  assert.match(second, /^\x1b\[31m/);
  assert.equal(stripVTControlCharacters(second), 'adcp        autosample  late, 2 s    1 …');
});

test('no age is negative, and none at all is a dash', () => {
  assert.equal(ago('2026-01-01T12:00:11Z', NOW), '0 ms');
  assert.equal(ago(undefined, NOW), '–');
});
