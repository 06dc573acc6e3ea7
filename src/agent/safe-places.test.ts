import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../store/checkpoint.ts';
import { provisional, sample } from '../store/test-samples.ts';
import { SafePlaces } from './safe-places.ts';

const place = (offset: number): Place => ({ resume: { day: '2026-01-01', offset } });
const other = (n: number) => ({ ...provisional(n), stream: 'status' });

test('the safe place stays before samples whose flags may change, and follows when they are settled, in whatever order', () => {
  const places = new SafePlaces();
  places.pass([sample(1)], [], place(1));
  assert.deepEqual(places.safe, place(1));
  places.pass([provisional(2)], [], place(2));
  places.pass([other(3)], [], place(3));
  places.pass([sample(4)], [sample(2)], place(4));
  assert.deepEqual(places.safe, place(2));
  places.pass([], [{ ...sample(3), stream: 'status' }], undefined);
  assert.deepEqual(places.safe, place(4));
});

test('a place that nothing stands before is behind all samples that came before it', () => {
  const places = new SafePlaces();
  places.pass([provisional(1)], [], undefined);
  places.pass([other(2)], [], place(2));
  places.pass([], [{ ...sample(2), stream: 'status' }], place(3));
  assert.equal(places.safe, undefined);
  places.pass([], [sample(1)], undefined);
  assert.deepEqual(places.safe, place(3));
});

test('a stream that falls silent behind an open sample does not make each sample of the others dearer', () => {
  const places = new SafePlaces();
  places.pass([other(0)], [], place(0));
  // So many would take minutes if each looked at all that came since.
  const COUNT = 100_000;
  const begun = performance.now();
  for (let n = 1; n <= COUNT; n++) {
    places.pass([provisional(n)], n === 1 ? [] : [sample(n - 1)], place(n));
    if (n % 1000 === 0) assert.ok(performance.now() - begun < 10_000, `${n} took too long`);
  }
  assert.equal(places.safe, undefined);
  places.pass([], [{ ...sample(0), stream: 'status' }], undefined);
  assert.deepEqual(places.safe, place(COUNT - 1));
});
