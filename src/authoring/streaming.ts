import type { FoundStream } from './findings.ts';
import { shapeOf, tokensOf } from './line-shape.ts';
import { withoutEnd } from './recognise-lines.ts';
import { linesIn, type Spoken } from './spoken.ts';

const shapeOfLine = (line: string): string => shapeOf(tokensOf(withoutEnd(line)));

/** The stream of whose form a line is. */
export function streamOf(line: string, streams: readonly FoundStream[]): FoundStream | undefined {
  const shape = shapeOfLine(line);
  return streams.find(
    ({ example, isText }) => isText && shapeOfLine(Buffer.from(example).toString('latin1')) === shape,
  );
}

/** How many records came by themselves in an exchange: an empty line asks for none. */
function recordsIn({ sent, reply, rest, bytes }: Spoken, streams: readonly FoundStream[]): number {
  const frames = streams.filter(({ isText }) => !isText);
  if (frames.length === 0) {
    const lines = [...(sent === '' ? linesIn(reply) : []), ...rest.map(({ raw }) => raw)];
    return lines.filter((line) => streamOf(line, streams) !== undefined).length;
  }
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return frames.reduce((sum, { example }) => sum + countOf(all, example.subarray(0, 2)), 0);
}

function countOf(all: Buffer, sync: Uint8Array): number {
  let count = 0;
  for (let at = all.indexOf(sync); at >= 0; at = all.indexOf(sync, at + 1)) count++;
  return count;
}

/** A single record may be the late part of a reply. */
const FEWEST = 2;
/** So many other things are said between a command and its effect. */
const FAR = 3;
const BEGINS = /start|begin|go\b|run|log|stream|auto|resume|sample/i;
const ENDS = /stop|halt|end|quit|pause|break|idle|abort/i;

/** Which exchanges began and ended the streaming, as far as that can be seen. */
export function streamingIn(
  spoken: readonly Spoken[],
  streams: readonly FoundStream[],
): { readonly begins?: Spoken; readonly ends?: Spoken } {
  const counts = spoken.map((one) => recordsIn(one, streams));
  if (counts.reduce((sum, count) => sum + count, 0) < FEWEST) return {};
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  const said = ({ isAsked, sent }: Spoken): boolean => isAsked && sent !== '';
  const before = spoken
    .slice(Math.max(0, first - FAR), first + 1)
    .filter(said)
    .reverse();
  const after = spoken.slice(last + 1, last + 1 + FAR).filter(said);
  // The word tells it, or else what was said last before, and first after.
  const begins = before.find(({ sent }) => BEGINS.test(sent)) ?? before[0];
  const ends =
    spoken
      .slice(last)
      .filter(said)
      .find(({ sent }) => ENDS.test(sent) && !BEGINS.test(sent)) ?? after[0];
  return { ...(begins && { begins }), ...(ends && ends !== begins && { ends }) };
}
