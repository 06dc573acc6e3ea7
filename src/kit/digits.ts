const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
/** So many decimal digits, as a whole number, are exact in a floating point number; and so many hexadecimal ones. */
const EXACT = 15;
const EXACT_HEX = 13;
/** Powers of ten that are exact, so that a quotient of exact numbers is rounded once, as when the text is parsed. */
const POWERS = Float64Array.from({ length: EXACT + 1 }, (_, power) => 10 ** power);

const HEX = new Uint8Array(256).fill(255);
for (const [digit, character] of [...'0123456789abcdef'].entries()) {
  HEX[character.charCodeAt(0)] = digit;
  HEX[character.toUpperCase().charCodeAt(0)] = digit;
}

/** The number that hexadecimal digits say in a stretch of bytes; `undefined` where there is anything else, or more than are exact. */
export function hexDigits(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end <= start || end - start > EXACT_HEX) return undefined;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = HEX[bytes[at]!]!;
    if (digit === 255) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

/** The number that a stretch of bytes says, written as `-12.50`; `undefined` where it is written otherwise, or with more digits than are exact. */
export function decimalDigits(bytes: Uint8Array, start: number, end: number): number | undefined {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  let value = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (bytes[at] === POINT && point < 0) point = at;
    else return undefined;
  }
  const decimals = point < 0 ? 0 : end - point - 1;
  const digits = end - first - (point < 0 ? 0 : 1);
  if (digits === 0 || digits > EXACT) return undefined;
  const size = decimals === 0 ? value : value / POWERS[decimals]!;
  return isNegative ? -size : size;
}

/** As {@link decimalDigits}, of a whole number without a point. */
export function wholeDigits(bytes: Uint8Array, start: number, end: number): number | undefined {
  for (let at = start; at < end; at++) if (bytes[at] === POINT) return undefined;
  return decimalDigits(bytes, start, end);
}
