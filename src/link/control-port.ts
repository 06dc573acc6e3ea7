import type { Socket } from 'node:net';
import { withDeadline } from '../kit/abort.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import type { Clock } from '../kit/clock.ts';
import { ConnectionError, TimeoutError } from '../kit/errors.ts';
import { connectSocket, writeSocket } from './socket.ts';

/** The side channel of a terminal server: a TCP port that takes commands in text, as OOI's DIGI servers have it. */
export interface ControlPort {
  /** The link's name, for messages. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /** Ends whatever is going on. */
  readonly signal: AbortSignal;
}

const LONGEST_ANSWER = 256;
/** How long the server may take to answer, in ms, beyond the break. */
const PATIENCE = 2000;
/** How servers say no. What else they say differs, and means that they did it. */
const REFUSAL = /^\W*(err|fail|fault|invalid|illegal|unknown|unrecogni|bad|no|not|denied|refused)(\b|or)/i;

/**
 * Has the server hold the line in the break state. Resolves to its answer, or to `undefined` when it gave none in time: not all of
 * them answer, and the instrument will. `ConnectionError` when it cannot be reached, or refuses.
 */
export async function breakThroughControl(control: ControlPort, ms: number): Promise<string | undefined> {
  const { name, host, port, clock, signal } = control;
  const where = `${name}: control port ${port}`;
  const socket = await connectSocket(where, host, port, clock, signal);
  try {
    const answer = await withDeadline(clock, ms + PATIENCE, 'an answer', signal, async () => {
      await writeSocket(socket, toBytes(`break ${ms}\n`));
      return firstLine(socket);
    });
    if (REFUSAL.test(answer)) throw new ConnectionError(`${where}: refused a break of ${ms} ms: ${answer}`);
    return answer || undefined;
  } catch (error) {
    if (error instanceof TimeoutError) return undefined;
    throw error;
  } finally {
    socket.destroy();
  }
}

/** What comes until a line ends, the other side closes, or it is too much. */
async function firstLine(socket: Socket): Promise<string> {
  let text = '';
  for await (const bytes of socket) {
    text += toText(bytes);
    if (text.includes('\n') || text.length > LONGEST_ANSWER) break;
  }
  return text.slice(0, LONGEST_ANSWER).split('\n')[0]!.trim();
}
