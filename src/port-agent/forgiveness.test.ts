import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { forgivenState } from './forgiveness.ts';

function watch() {
  const clock = new FakeClock();
  const told: string[] = [];
  return { clock, told, state: forgivenState(clock, 10_000, (state) => told.push(state)) };
}

test('CONNECTED is told at once, DISCONNECTED only after the delay', async () => {
  const { clock, told, state } = watch();
  assert.equal(state.now, 'DISCONNECTED');
  state.up();
  assert.deepEqual(told, ['CONNECTED']);
  state.down();
  await clock.advance(9999);
  assert.equal(state.now, 'CONNECTED');
  await clock.advance(1);
  assert.deepEqual(told, ['CONNECTED', 'DISCONNECTED']);
});

test('a link that returns within the delay says nothing', async () => {
  const { clock, told, state } = watch();
  state.up();
  state.down();
  await clock.advance(9000);
  state.up();
  await clock.advance(60_000);
  assert.deepEqual(told, ['CONNECTED']);
  assert.equal(clock.pending, 0);
});

test('what never was connected is not told to be disconnected', async () => {
  const { clock, told, state } = watch();
  state.down();
  await clock.advance(60_000);
  assert.deepEqual(told, []);
});
