import type { InputDecoder } from './input-piece.ts';

/** A file of hex digits; white space, wherever it stands, means nothing, nor does any other character. */
export function hexInput(): InputDecoder {
  let odd = '';
  return {
    push(bytes) {
      const digits =
        odd +
        Buffer.from(bytes)
          .toString('latin1')
          .replace(/[^0-9a-fA-F]/g, '');
      odd = digits.slice(digits.length & ~1);
      return digits.length < 2 ? [] : [{ direction: 'received', bytes: Buffer.from(digits, 'hex') }];
    },
    end: () => [],
  };
}
