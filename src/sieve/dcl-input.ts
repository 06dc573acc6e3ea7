import { fromIso, type Nanos } from '../kit/time.ts';
import type { InputDecoder, InputPiece } from './input-piece.ts';

/** What OOI's data logger writes before each line: `2014/10/11 00:29:28.576 `. */
const PREFIX = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3} /;
const PREFIX_LENGTH = 24;
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

  function piece(line: Buffer): InputPiece[] {
    const time = lineBegins ? timeBefore(line) : undefined;
    const untimed = time === undefined ? line : line.subarray(PREFIX_LENGTH);
    const head = lineBegins ? untimed.toString('latin1', 0, LONGEST_TAG) : '';
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
      const pieces: InputPiece[] = [];
      let start = 0;
      for (let end = data.indexOf(LINE_FEED); end >= 0; end = data.indexOf(LINE_FEED, start)) {
        pieces.push(...piece(data.subarray(start, end + 1)));
        start = end + 1;
      }
      rest = data.subarray(start);
      if (rest.length <= LONGEST_LINE) return pieces;
      pieces.push(...piece(rest));
      rest = Buffer.alloc(0);
      return pieces;
    },
    end: () => (rest.length > 0 ? piece(rest) : []),
    unreadable: 0,
  };
}

function timeBefore(line: Buffer): Nanos | undefined {
  const prefix = line.toString('latin1', 0, PREFIX_LENGTH);
  if (!PREFIX.test(prefix)) return undefined;
  try {
    return fromIso(prefix.trim().replaceAll('/', '-'));
  } catch {
    return undefined;
  }
}

const linesOf = (head: Buffer): string[] => head.toString('latin1').split('\n');

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
