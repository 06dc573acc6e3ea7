import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withDeadline } from './abort.ts';
import { systemClock } from './clock.ts';

const CALLS = 20_000;

/** The bytes of heap that are left behind by each call. */
async function leftBehind(call: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = async (): Promise<number> => {
    for (let round = 0; round < 5; round++) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return process.memoryUsage().heapUsed;
  };
  for (let i = 0; i < 1_000; i++) await call();
  const before = await used();
  for (let i = 0; i < CALLS; i++) await call();
  return ((await used()) - before) / CALLS;
}

test('a signal that lives for weeks remembers nothing of the calls that it was given to', async () => {
  const { signal } = new AbortController();
  const call = () => withDeadline(systemClock, 60_000, 'it', signal, async () => {});
  assert((await leftBehind(call)) < 50);
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});
