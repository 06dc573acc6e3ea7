import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { renderView, type ViewedInstrument } from './live-view.ts';
import { sparkline } from './sparkline.ts';

const NOW = Date.parse('2026-01-01T12:00:10Z');

const ctd: ViewedInstrument = {
  status: {
    id: 'ctd_12m',
    name: 'CTD at 12 m',
    kind: 'sea_bird.sbe37_smp',
    model: 'SBE 37-SMP MicroCAT',
    state: 'autosample',
    stateSince: '2026-01-01T12:00:00.000Z',
    capabilities: ['stop_autosample'],
    parameters: { interval: { actual: 5, desired: 5 }, navg: { actual: 1 } },
    streams: { ctd: { samples: 2, lastTime: '2026-01-01T12:00:09.500Z', last: { temp: 12.5, salinity: null } } },
    bytes: { received: 2_345, unmatched: 3, checksumFailed: 0 },
    portAgents: { '': { pid: 4711, addr: '127.0.0.1', port: 4001 } },
  },
  units: { ctd: { temp: 'degree_Celsius' } },
  history: new Map([['ctd.temp', [12.4, 12.5]]]),
  bytesPerSecond: 72,
};

test('the view tells state, parameters that were asked for, last values with units, bytes and age', () => {
  const text = renderView('sonde', [ctd], NOW, { width: 120, height: 40 }).map(stripVTControlCharacters).join('\n');
  for (const part of [
    '2026-01-01 12:00:10 UTC',
    'ctd_12m',
    'autosample for 10 s',
    'interval 5',
    '2 samples  500 ms ago',
    'degree_Celsius',
    '▁█',
    '2.35 kB received (72 B/s)',
    'port agent 4711',
  ]) {
    assert.ok(text.includes(part), `${part} in:\n${text}`);
  }
  assert.ok(!text.includes('navg') && !text.includes('salinity'));
});

test('a computed value has no more digits than there is room for', () => {
  const streams = { ctd: { samples: 2, lastTime: '2026-01-01T12:00:09.500Z', last: { temp: 33.59635490695652 } } };
  const computed = { ...ctd, status: { ...ctd.status, streams } };
  const text = renderView('sonde', [computed], NOW, { width: 120, height: 40 })
    .map(stripVTControlCharacters)
    .join('\n');
  assert.match(text, /^ {5}temp +33\.59635491 degree_Celsius/m);
});

test('no line is wider than the terminal', () => {
  for (const line of renderView('sonde', [{ ...ctd, status: { ...ctd.status, problem: 'x'.repeat(300) } }], NOW, {
    width: 60,
    height: 40,
  })) {
    assert.ok(stripVTControlCharacters(line).length <= 60, line);
  }
});

test('a low screen shows fewer fields, and every instrument', () => {
  const lines = renderView('sonde', [ctd, { ...ctd, status: { ...ctd.status, id: 'second' } }], NOW, {
    width: 100,
    height: 12,
  });
  const text = lines.map(stripVTControlCharacters).join('\n');
  assert.ok(lines.length <= 12 && text.includes('second') && !text.includes('degree_Celsius'), text);
});

test('a sparkline is scaled between least and greatest, and a flat one is flat', () => {
  assert.equal(sparkline([0, 7, 3.5]), '▁█▅');
  assert.equal(sparkline([2, 2]), '▄▄');
});
