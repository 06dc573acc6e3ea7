/** The bytes as text, one character a byte: nothing is lost and lengths agree. */
export const toText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Text as bytes, one byte a character; characters above U+00FF are a `RangeError`. */
export function toBytes(text: string): Uint8Array {
  for (const character of text) {
    if (character.codePointAt(0)! > 0xff) throw new RangeError(`'${character}' is not one byte`);
  }
  return Buffer.from(text, 'latin1');
}

/** The same bytes, to be read as numbers. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const EMPTY = new Uint8Array();

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  return Buffer.concat(parts);
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && Buffer.compare(a, b) === 0;

/** `a3 9d 7a` */
export const toHex = (bytes: Uint8Array, separator = ' '): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);

/** Hex text with or without white space; odd or foreign characters are a `SyntaxError`. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits))
    throw new SyntaxError(`not hex text: '${text.slice(0, 40)}'`);
  return Buffer.from(digits, 'hex');
}

const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** Printable text with `\r`, `\n`, `\x1b` for the rest; longer than `limit` bytes it is cut, and says so. */
export function escapeBytes(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): string {
  let text = '';
  for (const byte of bytes.subarray(0, limit)) {
    if (byte in NAMED) text += NAMED[byte];
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return bytes.length > limit ? `${text}… (${bytes.length} bytes)` : text;
}

/** The opposite of {@link escapeBytes}: `\r \n \t \\ \xHH` become bytes. */
export const unescapeText = (text: string): Uint8Array =>
  toBytes(
    text.replace(/\\(r|n|t|\\|x[0-9a-fA-F]{2})/g, (_, code: string) => {
      if (code.startsWith('x')) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return { r: '\r', n: '\n', t: '\t', '\\': '\\' }[code]!;
    }),
  );
