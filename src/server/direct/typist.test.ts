import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TooManyError } from '../../kit/errors.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import { Typist } from './typist.ts';

function scene() {
  const clock = new FakeClock();
  const typist = new Typist(clock);
  const typed: [number, string][] = [];
  const write = async (bytes: Uint8Array): Promise<void> => {
    typed.push([clock.elapsed(), Buffer.from(bytes).toString('latin1')]);
  };
  const type = (text: string, pace = 0): Promise<void> =>
    typist.add(text.length, () => typist.type(Buffer.from(text, 'latin1'), pace, write));
  return { clock, typist, typed, type };
}

test('characters are typed with the time between them that was asked for, and nothing comes in between', async () => {
  const { clock, typed, type } = scene();
  const all = Promise.all([type('abc', 20), type('now')]);
  await clock.advance(100);
  await all;
  assert.deepEqual(typed, [
    [0, 'a'],
    [20, 'b'],
    [40, 'c'],
    [40, 'now'],
  ]);
});

test('what is not typed when the session ends stays untyped', async () => {
  const { clock, typist, typed, type } = scene();
  const slow = assert.rejects(type('abc', 1000), /over/);
  const next = type('def');
  await clock.advance(1500);
  await typist.stop();
  await Promise.all([slow, next]);
  await clock.advance(5000);
  assert.deepEqual(
    typed.map(([, text]) => text),
    ['a', 'b'],
  );
  assert.equal(clock.pending, 0);
});

test('only so much waits to be typed', async () => {
  const { clock, typist, type } = scene();
  const slow = assert.rejects(type('ab', 1000), /over/);
  assert.throws(() => type('x'.repeat(256 << 10)), TooManyError);
  const rest = Array.from({ length: 999 }, () => type('x'));
  assert.throws(() => type('x'), TooManyError);
  await clock.advance(1);
  await typist.stop();
  await Promise.all([slow, ...rest]);
});
