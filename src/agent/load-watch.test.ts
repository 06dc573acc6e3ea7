import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { type Load, LoadWatch } from './load-watch.ts';

test('much is told once when it takes a third of the time, and little when it does not any more', async () => {
  const clock = new FakeClock();
  const told: Load[] = [];
  using watch = new LoadWatch(clock, (load) => told.push(load));
  const work = async (share: number, ms: number): Promise<void> => {
    for (let i = 0; i < ms / 10; i++) {
      watch.took(10 * share);
      await clock.advance(10);
    }
  };
  await work(0.2, 2000);
  assert.deepEqual(told, []);
  await work(0.9, 2000);
  assert.deepEqual(told, ['much']);
  await work(0.2, 2000);
  assert.deepEqual(told, ['much'], 'between the two it stays as it was');
  await work(0.05, 2000);
  assert.deepEqual(told, ['much', 'little']);
});

test('nothing that comes any more is little, and then nothing is looked at', async () => {
  const clock = new FakeClock();
  const told: Load[] = [];
  using watch = new LoadWatch(clock, (load) => told.push(load));
  watch.took(400);
  await clock.advance(500);
  assert.deepEqual(told, ['much']);
  await clock.advance(1000);
  assert.deepEqual(told, ['much', 'little']);
  assert.equal(clock.pending, 0);
});
