import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { finished } from 'node:stream/promises';
import { concatBytes, toBytes, toText, unescapeText } from '../kit/bytes.ts';
import { sleep } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import { encodePacket } from '../packet/codec.ts';
import type { CliContext } from './context.ts';

/** A raw line to an instrument. */
export interface Wire {
  readonly name: string;
  /** Ends with the connection. */
  readonly received: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Where everything is kept, both ways, as in a port agent's log. */
  readonly file: string;
  /** What Enter sends. */
  readonly newline: string;
  /** How long the answer to each line of a pipe is listened to, in ms. */
  readonly pause: number;
}

const CTRL_RIGHT_BRACKET = 0x1d;

/** Joins this terminal (or a pipe) to the instrument and keeps every byte with its time, until Ctrl-], the pipe's end or the signal. */
export async function recordSession(
  context: CliContext,
  wire: Wire,
  { file, newline, pause }: SessionOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock, stdin, stdout, stderr } = context;
  const enter = unescapeText(newline);
  const kept = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const keep = (type: 'DATA_FROM_INSTRUMENT' | 'DATA_FROM_DRIVER', bytes: Uint8Array): void => {
    kept.write(encodePacket(type, bytes, clock.now()));
  };
  const say = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length === 0) return;
    keep('DATA_FROM_DRIVER', bytes);
    await wire.write(bytes);
  };
  const listen = async (): Promise<void> => {
    try {
      for await (const bytes of wire.received) {
        keep('DATA_FROM_INSTRUMENT', bytes);
        stdout.write(bytes);
      }
    } catch (error) {
      if (!either.aborted) stderr.write(`\n${describeError(error)}\n`);
    } finally {
      over.abort();
    }
  };
  const listening = listen();
  const type = stdin.isTTY
    ? () => typeByHand(stdin, enter, say, either)
    : () => typeLines(stdin, enter, say, (end) => sleep(clock, pause, end), either);
  stderr.write(`recording ${wire.name} to ${file}; ${stdin.isTTY ? 'Ctrl-]' : 'the end of the input'} ends it\n`);
  try {
    await type();
  } catch (error) {
    // Whatever ended the session, what was recorded until then is there.
    if (!either.aborted) throw error;
  } finally {
    over.abort();
    stdin.pause();
    await wire.close();
    await listening;
    kept.end();
    await finished(kept);
  }
}

async function typeLines(
  input: NodeJS.ReadStream,
  enter: Uint8Array,
  say: (bytes: Uint8Array) => Promise<void>,
  listen: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for await (const line of createInterface({ input, signal })) {
    await say(concatBytes([toBytes(line), enter]));
    await listen(signal);
  }
}

async function typeByHand(
  stdin: NodeJS.ReadStream,
  enter: Uint8Array,
  say: (bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  stdin.setRawMode(true);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const type = (typed: Buffer): void => {
    const end = typed.indexOf(CTRL_RIGHT_BRACKET);
    const text = toText(end < 0 ? typed : typed.subarray(0, end));
    say(toBytes(text.replace(/\r\n|\r|\n/g, toText(enter)))).catch(reject);
    if (end >= 0) resolve();
  };
  stdin.on('data', type);
  signal.addEventListener('abort', () => resolve(), { once: true });
  try {
    await promise;
  } finally {
    stdin.off('data', type);
    stdin.setRawMode(false);
  }
}
