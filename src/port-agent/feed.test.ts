import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WrittenPacket } from '../packet/log-writer.ts';
import { Feed } from './feed.ts';

const day = '2026-11-22';
const tiny = (n: number): WrittenPacket => ({
  packet: {
    type: 'DATA_FROM_INSTRUMENT',
    time: BigInt(n),
    payload: new Uint8Array(1),
    size: 17,
    offset: n * 17,
    bytes: new Uint8Array(17),
  },
  position: { day, offset: n * 17 },
});

test('packets of some bytes count as what they take in memory, not as what they are in the log', () => {
  const feed = new Feed({ day, offset: 0 }, 1 << 20);
  // 170 kB in the log, and more than 5 MB of objects.
  for (let n = 0; n < 10_000; n++) feed.push([tiny(n)]);
  assert.equal(feed.take(5_000), undefined);
  assert.equal(feed.take(9_000)?.length, 1);
});
