import { createReadStream } from 'node:fs';
import { concatBytes, toText } from '../kit/bytes.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { type Nanos, toMillis } from '../kit/time.ts';
import { inputDecoder, readInput } from '../sieve/input.ts';
import type { InputPiece } from '../sieve/input-piece.ts';

/** Bytes that came, so many ms after what was sent before them had been sent. */
export interface TimedReply {
  readonly after: number;
  readonly bytes: Uint8Array;
}

/** What was typed, and all that came until something else was. */
export interface RecordedExchange {
  /** Nothing in what came before anything was typed. */
  readonly sent: Uint8Array;
  /** When, in ms since the recording began. */
  readonly at: number;
  /** What was typed came back. */
  readonly echoed: boolean;
  /** All that came, with the echo. */
  readonly received: readonly TimedReply[];
}

/** So much of a recording is looked at. */
const LARGEST = 64 << 20;

/** Reads what was said on a line from a port agent's log, or from a file of what the instrument sent. */
export async function readTraffic(path: string): Promise<readonly InputPiece[]> {
  const pieces: InputPiece[] = [];
  let size = 0;
  try {
    for await (const piece of readInput(createReadStream(path), inputDecoder('auto'))) {
      pieces.push(piece);
      size += piece.bytes.length;
      if (size > LARGEST) throw new RangeError(`it is longer than ${LARGEST} bytes: give a part of it`);
    }
  } catch (cause) {
    throw new ConfigError([{ name: path, message: `cannot be read: ${describeError(cause)}` }], { cause });
  }
  return pieces;
}

const withoutLineEnds = (text: string): string => text.replace(/[\r\n\0]/g, '');

/** Whether what came is what was typed so far, or the beginning of it. */
const isEcho = (came: string, typed: string): boolean => withoutLineEnds(typed).startsWith(withoutLineEnds(came));

/** Parts what was said into what was typed and what followed. A line that is typed in pieces is one. */
export function exchangesIn(pieces: readonly InputPiece[]): readonly RecordedExchange[] {
  const exchanges: RecordedExchange[] = [];
  let typed: Uint8Array[] = [];
  let received: TimedReply[] = [];
  let came = '';
  let begun: Nanos | undefined;
  const first = pieces.find(({ time }) => time !== undefined)?.time ?? 0n;
  const text = (): string => toText(concatBytes(typed));
  const finish = (): void => {
    if (typed.length === 0 && received.length === 0) return;
    const line = withoutLineEnds(text());
    const echoed = line !== '' && withoutLineEnds(came).startsWith(line);
    exchanges.push({ sent: concatBytes(typed), at: toMillis((begun ?? first) - first), echoed, received });
    [typed, received, came, begun] = [[], [], '', undefined];
  };
  for (const { direction, bytes, time } of pieces) {
    if (direction === 'sent') {
      if (typed.length === 0 || /[\r\n]$/.test(text()) || !isEcho(came, text())) finish();
      typed.push(bytes);
      begun = time;
    } else {
      begun ??= time;
      const after = time === undefined || begun === undefined ? 0 : Math.max(0, toMillis(time - begun));
      received.push({ after, bytes });
      came += toText(bytes);
    }
  }
  finish();
  return exchanges;
}
