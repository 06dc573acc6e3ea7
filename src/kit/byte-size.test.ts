import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseByteSize } from './byte-size.ts';

// Multiples of 1000 and of 1024 as ISO 80000-1 and IEC 80000-13 name them.
test('a size in bytes is read', () => {
  assert.equal(parseByteSize('256 MiB'), 268_435_456);
  assert.equal(parseByteSize('1.5 GB'), 1_500_000_000);
  assert.equal(parseByteSize('12kB'), 12_000);
});

test('what is no size says what would be right', () => {
  for (const text of ['256', 'MiB', '256 mb', '-1 MiB', '']) {
    assert.throws(() => parseByteSize(text), /is not a size such as '512 MB', '256 MiB' or '2 GiB'/);
  }
});
