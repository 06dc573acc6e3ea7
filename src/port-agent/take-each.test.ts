import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { takeEach } from './take-each.ts';

test('each piece is taken when the one before it was, and the end comes after the last', async () => {
  const pieces = ['one', 'two', 'three', 'four'];
  const taken: string[] = [];
  let within = 0;
  await takeEach(Readable.from(pieces.map((text) => Buffer.from(text))), async (bytes) => {
    assert.equal(++within, 1);
    await new Promise((resolve) => setImmediate(resolve));
    within--;
    taken.push(bytes.toString());
  });
  assert.deepEqual(taken, pieces);
});

test('nothing is read while a piece is being taken', async () => {
  const stream = new PassThrough({ highWaterMark: 4 });
  const hold = Promise.withResolvers<void>();
  const taken: string[] = [];
  const whole = takeEach(stream, (bytes) => {
    taken.push(bytes.toString());
    return hold.promise;
  });
  let wanted = true;
  for (let i = 0; i < 10 && wanted; i++) {
    wanted = stream.write('data');
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual([wanted, taken], [false, ['data']]);
  const drained = once(stream, 'drain');
  hold.resolve();
  await drained;
  stream.end();
  await whole;
});

test('what fails while it takes ends the stream, and what ends the stream fails', async () => {
  const stream = new PassThrough();
  const fails = takeEach(stream, () => {
    throw new Error('no room');
  });
  stream.write('x');
  await assert.rejects(fails, /no room/);
  assert.equal(stream.destroyed, true);

  const broken = new PassThrough();
  const breaks = takeEach(broken, () => {});
  broken.destroy(new Error('reset'));
  await assert.rejects(breaks, /reset/);
});
