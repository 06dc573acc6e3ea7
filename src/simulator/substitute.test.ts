import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, substitute } from './substitute.ts';

test('what stands in group 1 is replaced', () => {
  assert.equal(substitute('a = 12 s', /a = (\d+)/, '7'), 'a = 7 s');
});

test('a pattern without a group is replaced as a whole', () => {
  assert.equal(substitute('a = 12 s', /\d+/, '7'), 'a = 7 s');
});

test('a group that shows nothing is taken out, and put back where the pattern finds it', () => {
  const pattern = /(do not )?transmit/;
  assert.equal(substitute('x\ndo not transmit', pattern, undefined), 'x\ntransmit');
  assert.equal(substitute('x\ntransmit', pattern, 'do not '), 'x\ndo not transmit');
  assert.equal(substitute('mode ', /mode (disabled)?/, 'disabled'), 'mode disabled');
  assert.equal(substitute('mode ', /mode (disabled)?/, undefined), 'mode ');
});

test('a text without a place for it gives nothing', () => {
  assert.equal(substitute('b', /a(\d)?/, '1'), undefined);
  assert.equal(substitute('a', /a(\d)?/, 'x'), undefined);
});

test('edits are made at the places of the text before them', () => {
  const edits = [
    { start: 0, end: 1, text: 'long' },
    { start: 2, end: 3, text: '' },
  ];
  assert.equal(applyEdits('abcd', edits), 'longbd');
});
