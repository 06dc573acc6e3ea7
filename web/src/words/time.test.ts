import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockUtc, momentUtc, shortUtc, timesShort } from './time.ts';

const NOW = Date.parse('2026-11-22T21:33:05Z');

test('moments are told in UTC, the day only where it is not today', () => {
  assert.equal(clockUtc(NOW), '21:33:05');
  assert.equal(momentUtc('2026-11-22T21:33:05.123456789Z'), '2026-11-22 21:33:05 UTC');
  assert.equal(shortUtc('2026-11-22T06:00:00.000Z', NOW), '06:00:00');
  assert.equal(shortUtc('2026-11-20T06:00:00.000Z', NOW), '11-20 06:00');
  assert.equal(momentUtc('soon'), 'soon');
});

test('moments in a sentence are written as people read them', () => {
  assert.equal(
    timesShort('no sample since 2026-11-22T21:01:17.879913166Z; before that 2026-11-20T06:00:00Z', NOW),
    'no sample since 21:01:17 UTC; before that 11-20 06:00 UTC',
  );
});
