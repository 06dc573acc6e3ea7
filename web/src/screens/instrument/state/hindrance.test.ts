import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hindranceOf } from './hindrance.ts';

const free = { role: 'operator', lock: undefined, mine: false, isServerLost: false } as const;
const lock = {
  instrument: 'ctd',
  holder: 'ann@ship sonde',
  role: 'engineer',
  reason: 'calibration',
  since: '2026-07-01T11:55:00Z',
  expires: '2026-07-01T12:00:00Z',
} as const;

test('who has the role may use what nobody else holds', () => {
  assert.equal(hindranceOf(free, 'operator'), undefined);
  assert.equal(hindranceOf({ ...free, lock, mine: true }, 'operator'), undefined);
});

test('who does not hold it is told who does, why, and until when', () => {
  assert.equal(hindranceOf({ ...free, lock }, 'operator'), 'Held by ann@ship sonde until 12:00:00 UTC: calibration');
});

test('a role that does not reach says which would', () => {
  assert.match(hindranceOf({ ...free, role: 'viewer' }, 'operator') ?? '', /viewer.*operator/);
  assert.match(hindranceOf({ ...free, role: undefined }, 'operator') ?? '', /Log in/);
});

test('nothing can be sent to a server that is not heard', () => {
  assert.match(hindranceOf({ ...free, isServerLost: true }, 'viewer') ?? '', /not heard/);
});
