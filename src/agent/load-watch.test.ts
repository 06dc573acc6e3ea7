import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { type Load, LoadWatch } from './load-watch.ts';

test('much is told once when 10,000 samples a second come, and little when no more than 3,000 do', async () => {
  const clock = new FakeClock();
  const told: Load[] = [];
  using watch = new LoadWatch(clock, (load) => told.push(load));
  const come = async (perSecond: number, ms: number): Promise<void> => {
    for (let i = 0; i < ms / 10; i++) {
      watch.took(perSecond / 100);
      await clock.advance(10);
    }
  };
  await come(8000, 2000);
  assert.deepEqual(told, []);
  await come(50_000, 2000);
  assert.deepEqual(told, ['much']);
  await come(8000, 2000);
  assert.deepEqual(told, ['much'], 'between the two it stays as it was');
  await come(1000, 2000);
  assert.deepEqual(told, ['much', 'little']);
});

test('none that come any more are few, and then nothing is looked at', async () => {
  const clock = new FakeClock();
  const told: Load[] = [];
  using watch = new LoadWatch(clock, (load) => told.push(load));
  watch.took(20_000);
  await clock.advance(500);
  assert.deepEqual(told, ['much']);
  await clock.advance(1000);
  assert.deepEqual(told, ['much', 'little']);
  assert.equal(clock.pending, 0);
});
