import { fromIso, type Nanos, SECOND } from '../kit/time.ts';
import type { InputDecoder, InputPiece } from './input-piece.ts';

/** What OOI's data logger writes before each line: `2014/10/11 00:29:28.576 `. */
const PREFIX = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3} /;
const PREFIX_LENGTH = 24;
/** Where a further chunk begins: the logger writes down what has come, whether its line has ended or not. */
const NEXT_CHUNK = new RegExp(`(?!^)(?=${PREFIX.source.slice(1)})`);
/** What the logger writes before its own messages, and at times before what the instrument sent. */
const TAG = /^\[[^\]\s]*:DLOGP\d+\]:/;
/** The logger's own messages begin with a word: `[ctdbp1:DLOGP3]:Instrument Started`. */
const OWN = new RegExp(`${TAG.source}[A-Za-z]+(?![0-9A-Za-z])`);
const LONGEST_TAG = 80;
const HEX = /^(?:[0-9A-Fa-f]{2})+\s*$/;
const LINE_FEED = 0x0a;
/** A line that has not ended after so many bytes is passed on in pieces. */
const LONGEST_LINE = 1 << 20;

/** The lines of a DCL file without what the logger added to them. The first byte of each came at the time before it. */
export function dclInput({ hex }: { readonly hex: boolean }): InputDecoder {
  let rest = Buffer.alloc(0);
  let lineBegins = true;

  const pieces = (line: Buffer): InputPiece[] => chunksOf(line).flatMap(piece);

  function piece(line: Buffer): InputPiece[] {
    const time = timeBefore(line);
    const untimed = time === undefined ? line : line.subarray(PREFIX_LENGTH);
    const head = lineBegins || time !== undefined ? untimed.toString('latin1', 0, LONGEST_TAG) : '';
    const bytes = untimed.subarray(TAG.exec(head)?.[0].length ?? 0);
    lineBegins = line[line.length - 1] === LINE_FEED;
    if (OWN.test(head) || bytes.length === 0) return [];
    const text = hex ? bytes.toString('latin1') : '';
    const content = HEX.test(text) ? Buffer.from(text.trimEnd(), 'hex') : bytes;
    return [{ direction: 'received', bytes: content, ...(time !== undefined && { time }) }];
  }

  return {
    push(bytes) {
      const data = rest.length > 0 ? Buffer.concat([rest, bytes]) : Buffer.from(bytes);
      const found: InputPiece[] = [];
      let start = 0;
      for (let end = data.indexOf(LINE_FEED); end >= 0; end = data.indexOf(LINE_FEED, start)) {
        found.push(...pieces(data.subarray(start, end + 1)));
        start = end + 1;
      }
      rest = data.subarray(start);
      if (rest.length <= LONGEST_LINE) return found;
      found.push(...pieces(rest));
      rest = Buffer.alloc(0);
      return found;
    },
    end: () => (rest.length > 0 ? pieces(rest) : []),
    unreadable: 0,
  };
}

function chunksOf(line: Buffer): Buffer[] {
  if (line.length < 2 * PREFIX_LENGTH) return [line];
  return line
    .toString('latin1')
    .split(NEXT_CHUNK)
    .map((chunk) => Buffer.from(chunk, 'latin1'));
}

/** The logger rounds: `02:15:60.000` is a time. */
const ROUNDED_UP = /:60(?=\.)/;

function timeBefore(line: Buffer): Nanos | undefined {
  const prefix = line.toString('latin1', 0, PREFIX_LENGTH);
  if (!PREFIX.test(prefix)) return undefined;
  const shown = prefix.trim().replaceAll('/', '-');
  try {
    return ROUNDED_UP.test(shown) ? fromIso(shown.replace(ROUNDED_UP, ':59')) + SECOND : fromIso(shown);
  } catch {
    return undefined;
  }
}

const linesOf = (head: Buffer): string[] => head.toString('latin1').split('\n');

/** Whether the first byte stands behind the logger's time: that of binary records too, whose bytes may well look like the ends of lines. */
export const beginsLikeDcl = (head: Buffer): boolean => timeBefore(head) !== undefined;

/** Whether most lines begin with the logger's time: binary records behind single times are better read as they are. */
export function looksLikeDcl(head: Buffer): boolean {
  const lines = linesOf(head).filter((line) => line.length >= PREFIX_LENGTH);
  return PREFIX.test(lines[0] ?? '') && lines.filter((line) => PREFIX.test(line)).length * 2 > lines.length;
}

/** Whether the lines of a DCL file hold hex digits: long ones, as a number alone may look like some. */
export function looksLikeDclHex(head: Buffer): boolean {
  const contents = linesOf(head)
    .map((line) => line.slice(PREFIX_LENGTH))
    .filter((content) => content !== '' && !TAG.test(content));
  return (
    contents.length > 0 && contents.every((content) => /^[0-9A-Fa-f]*\s*$/.test(content)) && contents[0]!.length > 64
  );
}
