import { silence } from '../../definition/reply.ts';
import { toBytes } from '../../kit/bytes.ts';
import { ProtocolError, TimeoutError } from '../../kit/errors.ts';
import type { Session } from './session.ts';

const BACKSPACE = '\b';
/** No line of an instrument is longer. */
const LONGEST = 200;

const isEnd = (byte: number): boolean => byte === 0x0a || byte === 0x0d;
const isShown = (byte: number): boolean => byte >= 0x20;

/** How many characters of a line stand before the instrument that is not ended, after so many when this is typed. */
export function unfinishedAfter(before: number, typed: Uint8Array): number {
  const line = typed.subarray(typed.findLastIndex(isEnd) + 1);
  return (line.length < typed.length ? 0 : before) + line.filter(isShown).length;
}

/**
 * What somebody has begun to type must neither be carried out nor become the beginning of the driver's next command: it is taken back, and an
 * instrument that knows no backspace refuses the line.
 */
export async function takeBack(session: Session, unfinished: number, link: string | undefined, signal: AbortSignal) {
  const { newline } = session.definition.dialogue;
  // Through a host only whole lines are typed.
  if (unfinished === 0 || newline === '' || session.host !== undefined) return;
  const send = toBytes(BACKSPACE.repeat(Math.min(unfinished, LONGEST)) + newline);
  const exchange = { send, until: silence('300 ms'), timeout: '2 s', ...(link !== undefined && { link }) } as const;
  try {
    await session.dialogue.exchange(exchange, { command: 'direct_access', wakeFirst: false, signal });
  } catch (thrown) {
    if (!(thrown instanceof TimeoutError || thrown instanceof ProtocolError)) throw thrown;
  }
}
