import type { InputDecoder } from './input-piece.ts';

/** A file of hex digits; white space, wherever it stands, means nothing. */
export function hexInput(): InputDecoder {
  let odd = '';
  let unreadable = 0;
  return {
    push(bytes) {
      const text = Buffer.from(bytes).toString('latin1').replace(/\s/g, '');
      const hex = text.replace(/[^0-9a-fA-F]/g, '');
      unreadable += text.length - hex.length;
      const digits = odd + hex;
      odd = digits.slice(digits.length & ~1);
      return digits.length < 2 ? [] : [{ direction: 'received', bytes: Buffer.from(digits, 'hex') }];
    },
    end() {
      unreadable += odd.length;
      odd = '';
      return [];
    },
    get unreadable() {
      return unreadable;
    },
  };
}
