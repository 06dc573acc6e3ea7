import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineDiff, withContext } from './line-diff.ts';

const SIGNS = { same: ' ', old: '-', new: '+' } as const;
const shown = (before: string, after: string): string[] =>
  lineDiff(before, after).map(({ kind, text }) => SIGNS[kind] + text);

test('lines that are in both stay, the others went or came', () => {
  assert.deepEqual(shown('a\nb\nc', 'a\nx\nc\nd'), [' a', '-b', '+x', ' c', '+d']);
  assert.deepEqual(shown('a', 'a'), [' a']);
});

test('both texts can be read out of what differs, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      const without = (kind: string) =>
        lines
          .filter((line) => line.kind !== kind)
          .map((line) => line.text)
          .join('\n');
      assert.equal(without('new'), before);
      assert.equal(without('old'), after);
    }),
  );
});

test('lines that are far from any change are left out', () => {
  const before = Array.from({ length: 20 }, (_, index) => String(index)).join('\n');
  const short = withContext(lineDiff(before, before.replace('\n10\n', '\nten\n')));
  assert.deepEqual(
    short.map((line) => line?.text),
    [undefined, '7', '8', '9', '10', 'ten', '11', '12', '13', undefined],
  );
});
