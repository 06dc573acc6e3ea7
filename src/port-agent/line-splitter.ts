import { toText } from '../kit/bytes.ts';

/** One line without its end, or how many bytes were thrown away because no line may be that long. */
export type Line = { readonly text: string } | { readonly tooLong: number };

/** Cuts a stream of bytes into lines that end in LF or CR LF. Holds at most `limit` bytes; the rest of a longer line is counted and dropped. */
export function lineSplitter(limit: number): (bytes: Uint8Array) => Line[] {
  let held = '';
  let dropped = 0;

  const keep = (text: string): void => {
    if (dropped > 0 || held.length + text.length > limit) {
      dropped += held.length + text.length;
      held = '';
    } else held += text;
  };

  return (bytes) => {
    const pieces = toText(bytes).split('\n');
    const rest = pieces.pop()!;
    const lines = pieces.map((piece): Line => {
      keep(piece);
      const line = dropped > 0 ? { tooLong: dropped } : { text: held.replace(/\r$/, '') };
      held = '';
      dropped = 0;
      return line;
    });
    keep(rest);
    return lines;
  };
}
