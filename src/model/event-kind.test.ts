import assert from 'node:assert/strict';
import { test } from 'node:test';
import { took } from './event-kind.ts';

test('how long something took is said in the unit that people would say it in', () => {
  const said: readonly (readonly [number, string])[] = [
    [3.4, '3 ms'],
    [9_000, '9.0 s'],
    [119_000, '119.0 s'],
    [150_000, '2.5 min'],
    [3_600_000, '60 min'],
    [9_000_000, '2.5 h'],
    [172_800_000, '2 d'],
  ];
  for (const [ms, words] of said) assert.equal(took(ms), words);
});
