import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TooManyError } from './errors.ts';
import { Gate } from './gate.ts';

const gate = () => new Gate({ atOnce: 2, waiting: 1, what: 'queries' });

test('only so many are inside; the next comes in when one leaves; more than may wait are refused', async () => {
  const own = gate();
  const first = await own.enter();
  await own.enter();
  let isIn = false;
  const third = own.enter().then((place) => {
    isIn = true;
    return place;
  });
  await assert.rejects(own.enter(), (error) => error instanceof TooManyError && /2 queries go on/.test(error.message));
  assert.equal(isIn, false);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  await third;
  const fourth = own.enter();
  await assert.rejects(own.enter(), TooManyError);
  (await third)[Symbol.dispose]();
  await fourth;
});

test('one that gives up while it waits leaves its place to another', async () => {
  const own = gate();
  const [first] = await Promise.all([own.enter(), own.enter()]);
  const stop = new AbortController();
  const waiting = own.enter(stop.signal);
  stop.abort(new Error('gone'));
  await assert.rejects(waiting, /gone/);
  const next = own.enter();
  first[Symbol.dispose]();
  await next;
});

test('work that fails leaves too', async () => {
  const own = new Gate({ atOnce: 1, waiting: 0, what: 'queries' });
  await assert.rejects(
    own.run(async () => {
      throw new Error('no');
    }),
    /no/,
  );
  assert.equal(await own.run(async () => 1), 1);
});
