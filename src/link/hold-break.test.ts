import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { holdBreak } from './hold-break.ts';

test('a break is held as long as was asked, and let go of when it is aborted', async () => {
  const clock = new FakeClock();
  const states: [boolean, number][] = [];
  const set = async (held: boolean): Promise<void> => void states.push([held, clock.elapsed()]);
  const control = new AbortController();
  const held = holdBreak(set, clock, 500, control.signal);
  await clock.advance(500);
  await held;
  const ended = assert.rejects(holdBreak(set, clock, 500, control.signal));
  await clock.advance(100);
  control.abort();
  await ended;
  assert.deepEqual(states, [
    [true, 0],
    [false, 500],
    [true, 500],
    [false, 600],
  ]);
  assert.equal(clock.pending, 0);
});
