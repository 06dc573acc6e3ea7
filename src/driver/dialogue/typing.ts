import type { SendStep } from '../../definition/send.ts';
import { withDeadline } from '../../kit/abort.ts';
import { type Clock, sleep } from '../../kit/clock.ts';
import { type Duration, milliseconds } from '../../kit/duration.ts';

export interface TypingOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly pace: Duration | 'echo' | undefined;
  /** How long the link may take for each piece, and the instrument to echo a character, in ms. */
  readonly patience: number;
  readonly send: (bytes: Uint8Array, signal: AbortSignal) => Promise<void>;
  readonly sendBreak: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Resolves when this byte comes next. */
  readonly echoOf: (byte: number, signal: AbortSignal) => Promise<void>;
  /** Called before the last piece goes out: what comes from then on may be the reply. */
  readonly beforeLast: () => void;
}

type Piece =
  | { readonly bytes: Uint8Array; readonly echo?: number }
  | { readonly pause: number }
  | { readonly lineBreak: number };

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const isLineEnd = (byte: number): boolean => byte === CARRIAGE_RETURN || byte === LINE_FEED;

/** One by one, but for CR LF: the reply may come after its first half already. */
function keystrokes(bytes: Uint8Array): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += all.at(-1)!.length) {
    const pair = bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED;
    all.push(bytes.subarray(at, at + (pair ? 2 : 1)));
  }
  return all;
}

function typed(bytes: Uint8Array, pace: Duration | 'echo' | undefined): Piece[] {
  if (pace === undefined) return [{ bytes }];
  // Nothing says how an instrument shows the end of a line, so no echo is awaited for it.
  if (pace === 'echo') {
    return Array.from(bytes, (byte, i) => ({
      bytes: bytes.subarray(i, i + 1),
      ...(!isLineEnd(byte) && { echo: byte }),
    }));
  }
  return keystrokes(bytes).flatMap((key, i): Piece[] => [
    ...(i > 0 ? [{ pause: milliseconds(pace) }] : []),
    { bytes: key },
  ]);
}

function piecesOf(steps: readonly SendStep[], pace: Duration | 'echo' | undefined): Piece[] {
  return steps.flatMap((step): Piece[] => {
    if (step instanceof Uint8Array) return typed(step, pace);
    return 'pause' in step ? [{ pause: milliseconds(step.pause) }] : [{ lineBreak: milliseconds(step.lineBreak) }];
  });
}

/** Sends the steps at the pace that the instrument can take. */
export async function type(steps: readonly SendStep[], options: TypingOptions): Promise<void> {
  const { clock, signal, patience, send, sendBreak, echoOf, beforeLast } = options;
  const pieces = piecesOf(steps, options.pace);
  const last = pieces.findLastIndex((piece) => !('pause' in piece));
  const timely = (awaited: string, ms: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> =>
    withDeadline(clock, ms, awaited, signal, work);

  if (last < 0) beforeLast();
  for (const [i, piece] of pieces.entries()) {
    signal.throwIfAborted();
    if (i === last) beforeLast();
    if ('pause' in piece) {
      await sleep(clock, piece.pause, signal);
    } else if ('lineBreak' in piece) {
      await timely('the link to end a break', piece.lineBreak + patience, (inner) => sendBreak(piece.lineBreak, inner));
    } else {
      const { bytes, echo } = piece;
      // The echo is awaited before the character goes out: it may be back before the link says that it is gone.
      const echoed =
        echo === undefined
          ? undefined
          : timely(`the echo of '${String.fromCharCode(echo)}'`, patience, (inner) => echoOf(echo, inner));
      echoed?.catch(() => {});
      await timely('the link to take what is sent', patience, (inner) => send(bytes, inner));
      await echoed;
    }
  }
}
