import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf, spanOfLine } from './issue-lines.ts';

test('an issue says in which line it stands, where it is known', () => {
  assert.equal(lineOf({ where: 'sonde.yaml:12:5' }), 12);
  assert.equal(lineOf({ where: 'dive:3' }), 3);
  assert.equal(lineOf({ where: 'steps/2' }), undefined);
  assert.equal(lineOf({}), undefined);
});

test('a line is found in its text', () => {
  const text = 'one\ntwo\n\nfour';
  assert.deepEqual(
    [1, 2, 3, 4].map((line) => text.slice(...spanOfLine(text, line))),
    ['one', 'two', '', 'four'],
  );
  assert.deepEqual(spanOfLine(text, 9), [text.length, text.length]);
});
