import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { FairShares, type ShareListener } from './fair-shares.ts';

const deaf: ShareListener = { onFlood: () => {}, onFloodOver: () => {} };

/** How much of a minute, in ms, each gets that takes pieces of 20 ms as fast as it may. */
async function taken(greedy: number, others: number): Promise<readonly number[]> {
  const clock = new FakeClock();
  const shares = new FairShares(clock);
  for (let i = 0; i < others; i++) shares.open(deaf);
  const all = Array.from({ length: greedy }, () => 0);
  const stop = new AbortController();
  all.forEach(async (_, i) => {
    const share = shares.open(deaf);
    while (!stop.signal.aborted) {
      all[i]! += 20;
      await share.spent(20);
      await new Promise<void>((resolve) => clock.after(1, resolve));
    }
  });
  await clock.advance(60_000);
  stop.abort();
  return all.map((ms) => Math.round(ms / 600));
}

test('one that takes too much gets half of the time, and several share that half', async () => {
  assert.deepEqual(await taken(1, 1), [51]);
  for (const share of await taken(2, 1)) assert(share >= 24 && share <= 30, String(share));
});

test('who takes little waits for nothing, and neither does one that is alone', () => {
  const clock = new FakeClock();
  const shares = new FairShares(clock);
  const alone = shares.open(deaf);
  assert.equal(alone.spent(10_000), undefined);
  const other = shares.open(deaf);
  assert.equal(other.spent(400), undefined);
});

test('a flood is told once it lasts, and once it is over', async () => {
  const clock = new FakeClock();
  const shares = new FairShares(clock);
  const told: string[] = [];
  shares.open(deaf);
  const share = shares.open({
    onFlood: (part) => void told.push(`flood ${part}`),
    onFloodOver: (ms) => void told.push(`over after ${Math.round(ms / 1000)} s`),
  });
  for (let i = 0; i < 10; i++) {
    const wait = share.spent(1500);
    await clock.advance(3000);
    await wait;
  }
  assert.deepEqual(told, ['flood 0.5']);
  await clock.advance(1000);
  share.spent(1);
  assert.match(told[1] ?? '', /^over after \d+ s$/);
  share[Symbol.dispose]();
});
