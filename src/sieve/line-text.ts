const NUL = 0x00;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The text of a line without what ends it, and without the NULs that some instruments send behind each character they echo. */
export function textOfLine(bytes: Buffer, start: number, end: number): string {
  let last = end;
  while (last > start && isEnding(bytes[last - 1]!)) last--;
  const text = bytes.toString('latin1', start, last);
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

const isEnding = (byte: number): boolean => byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === NUL;

/** How many of a line's bytes stand before the character with this number in its text. */
export function bytesBefore(character: number, line: Uint8Array): number {
  let characters = 0;
  for (const [index, byte] of line.entries()) {
    if (byte === NUL) continue;
    if (characters === character) return index;
    characters++;
  }
  return line.length;
}
