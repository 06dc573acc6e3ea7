import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOfEnding, piecesOf, visible, withEndings } from './line-endings.ts';

test('what is pasted has the lines ended as the instrument wants them', () => {
  assert.equal(withEndings('ds\ndc\r\nqs\r', 'crlf'), 'ds\r\ndc\r\nqs\r\n');
  assert.equal(withEndings('ds\r', 'none'), 'ds');
  assert.equal(withEndings('no end', 'cr'), 'no end');
});

test('an instrument that ends its lines in no known way gets CR LF', () => {
  assert.equal(nameOfEnding('\r'), 'cr');
  assert.equal(nameOfEnding(';'), 'crlf');
});

test('control characters can be seen', () => {
  assert.equal(visible('ds\r\n\x1b\x00'), 'ds␍␊␛\\x00');
});

test('a long text goes in pieces, whole', () => {
  const text = 'set all to nothing\r\n'.repeat(10_000);
  const pieces = piecesOf(text);
  assert.equal(pieces.join(''), text);
  assert.ok(pieces.every(({ length }) => length <= 65_536));
  assert.deepEqual(piecesOf(''), []);
});
