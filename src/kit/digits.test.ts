import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toBytes } from './bytes.ts';
import { decimalDigits, hexDigits } from './digits.ts';

const within = (read: (bytes: Uint8Array, start: number, end: number) => number | undefined, text: string) =>
  read(toBytes(`7${text}7`), 1, text.length + 1);

test('decimal digits in bytes are the number that their text is, to the last bit', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?\d{0,16}(\.\d{0,16})?$/), (text) => {
      const value = within(decimalDigits, text);
      if (value !== undefined) assert.ok(Object.is(value, Number(text)), text);
      else assert.ok(text.replace(/\D/g, '').length > 15 || !/\d/.test(text), text);
    }),
    { numRuns: 2000 },
  );
});

test('hexadecimal digits in bytes are the number that their text is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-fA-F]{1,13}$/), (text) => {
      assert.equal(within(hexDigits, text), Number.parseInt(text, 16));
    }),
  );
});

test('what is written otherwise is not read', () => {
  for (const text of [
    '',
    '-',
    '.',
    '-.',
    '+1',
    ' 1',
    '1 ',
    '1e3',
    '1.2.3',
    '1-2',
    '--1',
    '0x10',
    '1,5',
    '1234567890123456',
  ])
    assert.equal(within(decimalDigits, text), undefined, text);
  for (const text of ['', ' 1', '-1', 'G', '0x1', '12345678901234'])
    assert.equal(within(hexDigits, text), undefined, text);
});
