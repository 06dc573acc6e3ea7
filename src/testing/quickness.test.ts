import assert from 'node:assert/strict';
import { test } from 'node:test';
import { number } from '../definition/field.ts';
import { line } from '../definition/stream.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { patternsAreQuick } from './quickness.ts';

test('a pattern that begins anew at each character of a long line is found, and named with its place', () => {
  patternsAreQuick(sbe37Smp);
  const slow = line(/(?<value>\d+\.\d+);$/, { value: number() });
  assert.throws(
    () => patternsAreQuick({ ...sbe37Smp, samples: { ...sbe37Smp.samples, slow } }),
    /^AssertionError.*samples\.slow\.pattern: .* takes \d+ ms over 16384 characters of "1"/,
  );
});
