const NUL = 0x00;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line in the stream: `start` and `end` are its places there, with what ends it; `from` and `to` the indexes of what it says. */
export interface Line {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  /** Made when it is wanted: see {@link textOf}. */
  text?: string;
}

/** The line between two places, of which the first is at index `from`. */
export function lineOf(bytes: Buffer, from: number, start: number, end: number): Line {
  let to = from + end - start;
  while (to > from && isEnding(bytes[to - 1]!)) to--;
  return { bytes, from, to, start, end };
}

/** What of a line stands behind a place in it. */
export const restOf = ({ bytes, from, start, end }: Line, place: number): Line =>
  lineOf(bytes, from + place - start, place, end);

/** The text of a line without what ends it, and without the NULs that some instruments send behind each character they echo. */
export function textOf(line: Line): string {
  line.text ??= withoutNuls(line.bytes.toString('latin1', line.from, line.to));
  return line.text;
}

const withoutNuls = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);

/** Whether each byte of what a line says is a character. */
export const isPlain = (line: Line): boolean => textOf(line).length === line.to - line.from;

const isEnding = (byte: number): boolean => byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === NUL;

/** The place of the character with this number in a line's text: NULs in it are no characters. */
export function placeOf(character: number, { bytes, from, start, end }: Line): number {
  if (character === 0 && bytes[from] !== NUL) return start;
  let characters = 0;
  for (let place = start; place < end; place++) {
    if (bytes[from + place - start] === NUL) continue;
    if (characters === character) return place;
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
