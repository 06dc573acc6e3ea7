import { openDirect } from '../client/direct-session.ts';
import type { RemoteOptions } from '../client/place.ts';
import { toBytes, unescapeText } from '../kit/bytes.ts';
import { sleep } from '../kit/clock.ts';
import type { CliContext } from './context.ts';
import { findInstrument, lockHeaders } from './remote.ts';
import { untilStopped } from './stopping.ts';

const CTRL_RIGHT_BRACKET = 0x1d;
/** After the end of a pipe the answers to what it said are still waited for. */
const LAST_ANSWER_MS = 2000;

export interface TerminalOptions extends RemoteOptions {
  /** What Enter sends, with escapes. */
  readonly newline: string;
  /** Of an instrument with several; the first where nothing is said. */
  readonly link?: string;
}

/** Joins this terminal (or a pipe) to the instrument until Ctrl-], the end of the input, or the end of the session. */
export async function openTerminal(
  { clock, stdin, stdout, stderr }: CliContext,
  id: string,
  { newline, link, ...remote }: TerminalOptions,
): Promise<void> {
  const enter = Buffer.from(unescapeText(newline)).toString('latin1');
  await untilStopped(async (signal) => {
    const { place } = await findInstrument(id, 'direct', remote, signal);
    const session = await openDirect(place, id, { link, headers: lockHeaders(), signal });
    stderr.write(`direct access to ${id}; Ctrl-] ends it\n`);
    let isWanted = false;
    const end = (): void => {
      isWanted = true;
      void session.close();
    };
    stdin.setRawMode?.(true);
    stdin.on('data', (typed: Buffer) => {
      const last = typed.indexOf(CTRL_RIGHT_BRACKET);
      const text = (last < 0 ? typed : typed.subarray(0, last)).toString('latin1');
      session.write(toBytes(text.replace(/\r\n|\r|\n/g, enter))).catch(() => {});
      if (last >= 0) end();
    });
    stdin.once('end', () => {
      sleep(clock, LAST_ANSWER_MS, signal).then(end, end);
    });
    signal.addEventListener('abort', end, { once: true });
    let why: string | undefined;
    try {
      for await (const bytes of session.received) stdout.write(bytes);
      why = await session.close();
    } finally {
      stdin.setRawMode?.(false);
      stdin.removeAllListeners('data');
      stdin.pause();
      stderr.write(`\ndirect access ended${isWanted || why === undefined ? '' : `: ${why}`}\n`);
    }
  });
}
