import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Inbox } from './inbox.ts';
import type { Chunk } from './link.ts';

const chunk = (length: number): Chunk => ({ time: 0n, bytes: new Uint8Array(length) });

function flowOf() {
  const calls: string[] = [];
  return { calls, flow: { pause: () => void calls.push('pause'), resume: () => void calls.push('resume') } };
}

test('a sender is held back when much is waiting, and goes on when little is', async () => {
  const { calls, flow } = flowOf();
  const inbox = new Inbox(flow);
  for (let i = 0; i < 10; i++) inbox.push(chunk(100_000));
  assert.deepEqual(calls, ['pause']);
  assert.equal(inbox.paused, true);
  inbox.end();
  let taken = 0;
  for await (const { bytes } of inbox) taken += bytes.length;
  assert.equal(taken, 1_000_000, 'what came although it was held back is kept');

  const other = flowOf();
  const open = new Inbox(other.flow);
  for (let i = 0; i < 3; i++) open.push(chunk(100_000));
  const chunks = open[Symbol.asyncIterator]();
  for (let i = 0; i < 3; i++) await chunks.next();
  assert.deepEqual(other.calls, ['pause', 'resume']);
  assert.equal(open.paused, false);
});

test('many tiny chunks are bounded as well', () => {
  const { calls, flow } = flowOf();
  const inbox = new Inbox(flow);
  for (let i = 0; i < 3000; i++) inbox.push(chunk(1));
  assert.deepEqual(calls, ['pause']);
});

test('where the sender cannot be held back, what does not fit is dropped and counted', async () => {
  const inbox = new Inbox(undefined);
  for (let i = 0; i < 10; i++) inbox.push(chunk(100_000));
  const chunks = inbox[Symbol.asyncIterator]();
  for (let i = 0; i < 3; i++) assert.equal((await chunks.next()).value?.lostBefore, undefined);
  inbox.push(chunk(5));
  assert.equal((await chunks.next()).value?.lostBefore, 700_000);
  inbox.push(chunk(5));
  assert.equal((await chunks.next()).value?.lostBefore, undefined);
});

test('what was waiting at the end is still delivered, then the iteration ends', async () => {
  const inbox = new Inbox(undefined);
  const lengths: number[] = [];
  const reading = (async () => {
    for await (const { bytes } of inbox) lengths.push(bytes.length);
  })();
  inbox.push(chunk(1));
  inbox.push(chunk(2));
  inbox.end();
  inbox.push(chunk(3));
  await reading;
  assert.deepEqual(lengths, [1, 2]);
});

test('a second consumer at the same time is refused, one after the other is not', async () => {
  const inbox = new Inbox(undefined);
  const first = inbox[Symbol.asyncIterator]();
  inbox.push(chunk(1));
  await first.next();
  await assert.rejects(inbox[Symbol.asyncIterator]().next(), { code: 'state' });
  await first.return(undefined);
  inbox.push(chunk(2));
  assert.equal((await inbox[Symbol.asyncIterator]().next()).value?.bytes.length, 2);
});
