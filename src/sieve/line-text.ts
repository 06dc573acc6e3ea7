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

/** The index of the byte that is the character with this number in a line's text. */
export function indexOfCharacter(character: number, bytes: Buffer, start: number, end: number): number {
  let characters = 0;
  for (let index = start; index < end; index++) {
    if (bytes[index] === NUL) continue;
    if (characters === character) return index;
    characters++;
  }
  return end;
}

/**
 * Where the next line may begin in one whose end is damaged: behind a lone carriage return, or behind what became of its line
 * feed. Behind other noise nothing begins: there stands the rest of what the noise hit.
 */
export function behindBrokenEnd(text: string): readonly number[] {
  const at = text.lastIndexOf('\r');
  return at < 0 ? [] : [at + 1, at + 2];
}
