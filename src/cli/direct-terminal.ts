import { once } from 'node:events';
import type { RemoteInstrument } from '../control/control-client.ts';
import { toBytes, unescapeText } from '../kit/bytes.ts';
import { sleep } from '../kit/clock.ts';
import type { CliContext } from './context.ts';
import { untilStopped } from './stopping.ts';

const CTRL_RIGHT_BRACKET = 0x1d;
/** After the end of a pipe the answers to what it said are still waited for. */
const LAST_ANSWER_MS = 2000;

export interface TerminalOptions {
  /** What Enter sends, with escapes. */
  readonly newline: string;
  /** Of an instrument with several; the first where nothing is said. */
  readonly link?: string;
}

/** Joins this terminal (or a pipe) to the instrument until Ctrl-], the end of the input, or the end of the session. */
export async function openTerminal(
  context: CliContext,
  instrument: RemoteInstrument,
  { newline, link }: TerminalOptions,
): Promise<void> {
  const { clock, stdin, stdout, stderr } = context;
  const enter = unescapeText(newline);
  await untilStopped(async (signal) => {
    const { request, response } = await instrument.direct(link, signal);
    stderr.write(`direct access to ${instrument.status.id}; Ctrl-] ends it\n`);
    const over = once(response, 'close');
    response.on('data', (bytes: Uint8Array) => stdout.write(bytes));
    response.on('error', () => {});
    request.on('error', () => {});
    stdin.setRawMode?.(true);
    stdin.on('data', (typed: Buffer) => {
      const end = typed.indexOf(CTRL_RIGHT_BRACKET);
      const text = (end < 0 ? typed : typed.subarray(0, end)).toString('latin1');
      request.write(toBytes(text.replace(/\r\n|\r|\n/g, Buffer.from(enter).toString('latin1'))));
      if (end >= 0) request.end();
    });
    stdin.once('end', async () => {
      await sleep(clock, LAST_ANSWER_MS, signal).catch(() => {});
      request.end();
    });
    signal.addEventListener('abort', () => request.end(), { once: true });
    try {
      await over;
    } finally {
      stdin.setRawMode?.(false);
      stdin.removeAllListeners('data');
      stdin.pause();
      stderr.write('\ndirect access ended\n');
    }
  });
}
