import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable } from './printable.ts';

test('text goes to the terminal as it is, with its line ends and colours', () => {
  const text = 'S>ds\r\n\tserial\b \x1b[1mbold\x1b[0m';
  assert.equal(printable(new TextEncoder().encode(text)), text);
});

test('a binary record is shown as dots, and cannot clear the screen', () => {
  assert.equal(printable(new Uint8Array([0xa5, 0x10, 0x1b, 0x63, 0x41, 0x7f, 0xff])), '···cA··');
});
