import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeoutError } from './errors.ts';
import { timeLimited } from './time-limited.ts';

test('what comes to an end returns its result, or throws what it throws', () => {
  assert.equal(
    timeLimited(1000, 'a sum', () => 1 + 1),
    2,
  );
  const own = new TypeError('own');
  assert.throws(
    () =>
      timeLimited(1000, 'a fault', () => {
        throw own;
      }),
    (error) => error === own,
  );
});

test('a loop and a regular expression that never end are broken off, whatever they catch', () => {
  const endless = [
    () => {
      for (;;);
    },
    () => void /^(?:a+)+$/.test(`${'a'.repeat(60)}!`),
    () => {
      try {
        for (;;);
      } catch {
        for (;;);
      }
    },
  ];
  for (const work of endless) {
    assert.throws(
      () => timeLimited(20, 'its work', work),
      (error) => error instanceof TimeoutError && error.message === 'waited 20 ms for the end of its work',
    );
  }
  assert.equal(
    timeLimited(1000, 'what comes behind', () => 'as before'),
    'as before',
  );
});

test('within another one the limit of that holds', () => {
  assert.throws(
    () =>
      timeLimited(20, 'all of it', () =>
        timeLimited(60_000, 'a part', () => {
          for (;;);
        }),
      ),
    /the end of all of it/,
  );
});
