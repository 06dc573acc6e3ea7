const ESCAPE = 0x1b;
const BRACKET = 0x5b;
/** Backspace, tab, line feed, carriage return: what a terminal is to obey. */
const OBEYED: ReadonlySet<number> = new Set([0x08, 0x09, 0x0a, 0x0d]);

/** What a terminal shows of bytes: text as it is, all else as a dot; so that a binary record does not change how the terminal behaves. */
export function printable(bytes: Uint8Array): string {
  return Array.from(bytes, (byte, i) => {
    const isSequence = byte === ESCAPE && bytes[i + 1] === BRACKET;
    const isText = byte >= 0x20 && byte < 0x7f;
    return isText || isSequence || OBEYED.has(byte) ? String.fromCharCode(byte) : '·';
  }).join('');
}
