import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { tolerance } from './tolerance.ts';

test('a full queue is borne for a second, and no longer', async () => {
  const clock = new FakeClock();
  const isTooMuch = tolerance(1000, clock);
  assert.equal(isTooMuch(1001), false);
  await clock.advance(1000);
  assert.equal(isTooMuch(5000), false);
  await clock.advance(1);
  assert.equal(isTooMuch(1001), true);
});

test('the second begins anew when the queue has emptied', async () => {
  const clock = new FakeClock();
  const isTooMuch = tolerance(1000, clock);
  isTooMuch(5000);
  await clock.advance(900);
  assert.equal(isTooMuch(1000), false);
  isTooMuch(5000);
  await clock.advance(900);
  assert.equal(isTooMuch(5000), false);
});

test('eight times the queue is too much at once', () => {
  const isTooMuch = tolerance(1000, new FakeClock());
  assert.equal(isTooMuch(8000), false);
  assert.equal(isTooMuch(8001), true);
});
