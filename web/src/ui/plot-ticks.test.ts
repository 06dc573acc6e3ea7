import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tickLabels, valueLabels } from './plot-ticks.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;

test('a day is said once, and again when another begins', () => {
  const ticks = ['2026-07-01T23:30Z', '2026-07-01T23:45Z', '2026-07-02T00:00Z'].map(at);
  assert.deepEqual(tickLabels(ticks, 900), ['23:30\n2026-07-01', '23:45', '00:00\n2026-07-02']);
});

test('ticks say as much of the time as tells them apart', () => {
  const tick = at('2026-07-01T12:34:56.250Z');
  assert.deepEqual(tickLabels([tick], 5), ['12:34:56\n2026-07-01']);
  assert.deepEqual(tickLabels([tick], 0.25), ['12:34:56.250\n2026-07-01']);
  assert.deepEqual(tickLabels([tick], 86_400), ['2026-07-01']);
});

test('values that lie close together are told apart', () => {
  assert.deepEqual(valueLabels([3.6075, 3.608, 3.6085], 0.0005), ['3.6075', '3.608', '3.6085']);
  assert.deepEqual(valueLabels([0, 25, 50], 25), ['0', '25', '50']);
  assert.deepEqual(valueLabels([0.1 + 0.2], 0.1), ['0.3']);
  assert.deepEqual(valueLabels([1e-9, 2e-9], 1e-9), ['1.000e-9', '2.000e-9']);
});
