import type { Instrument, Reply } from '../../definition/instrument.ts';
import { escapeBytes } from '../../kit/bytes.ts';
import { sleep } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { ProtocolError, StateError, TimeoutError } from '../../kit/errors.ts';
import { stateBeside } from '../host.ts';
import { ask, type Session } from './session.ts';

/** The instrument answered, but what it does is none of the states of its definition. */
export class UnrecognizedStateError extends StateError {
  readonly reply: string;
  constructor(reply: string, states: readonly string[]) {
    super('discover', 'unknown', states);
    this.reply = reply;
    this.message = `the reply shows none of the states ${states.join(', ')}: '${reply}'`;
  }
}

/** The streams whose samples come by themselves. */
export const streamedBy = ({ states }: Instrument): readonly string[] => [
  ...new Set(Object.values(states).flatMap(({ streaming = [] }) => streaming)),
];

/** The first state in which samples come by themselves. */
export const streamingState = ({ states }: Instrument): string | undefined =>
  Object.entries(states).find(([, info]) => info.streaming)?.[0];

/**
 * Finds out what the instrument is doing: listens, and only when nothing comes wakes it and asks. `TimeoutError` when it
 * cannot be roused, `UnrecognizedStateError` when it answers something else. One behind another is asked nothing: see `stateBeside`.
 */
export async function discover(session: Session, signal: AbortSignal): Promise<string> {
  const { definition, samples, host } = session;
  if (host !== undefined) return stateBeside(host, definition);
  const streaming = streamingState(definition);
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const heard =
    streaming === undefined ? undefined : samples.next(streamedBy(definition), either).then(() => streaming);
  // Asking is the way out when nothing is heard, and the other way round.
  heard?.catch(() => {});
  try {
    return (heard && (await listen(session, heard, signal))) ?? (await askAll(session, signal, heard));
  } finally {
    over.abort();
  }
}

async function listen(session: Session, heard: Promise<string>, signal: AbortSignal): Promise<string | undefined> {
  const { listen: duration } = session.definition.discover;
  if (duration === undefined) return undefined;
  const over = new AbortController();
  const silence = sleep(session.clock, milliseconds(duration), AbortSignal.any([signal, over.signal]));
  try {
    return await Promise.race([heard, silence.then(() => undefined)]);
  } finally {
    over.abort();
  }
}

async function askAll(session: Session, signal: AbortSignal, heard: Promise<string> | undefined): Promise<string> {
  const { definition } = session;
  let answer: string | undefined;
  let failure: unknown;
  for (const name of [definition.discover.ask ?? []].flat()) {
    try {
      const reply = await ask(session, name, signal);
      const state = stateShownBy(definition, reply);
      if (state !== undefined) return state;
      answer = escapeBytes(reply.bytes, 500);
    } catch (thrown) {
      if (!(thrown instanceof TimeoutError || thrown instanceof ProtocolError)) throw thrown;
      if (thrown instanceof ProtocolError) answer ??= thrown.reply;
      failure = thrown;
    }
  }
  const streaming = await Promise.race([heard, Promise.resolve(undefined)]);
  if (streaming !== undefined) return streaming;
  if (answer === undefined && definition.discover.otherwise !== undefined) return definition.discover.otherwise;
  if (answer !== undefined) throw new UnrecognizedStateError(answer, Object.keys(findable(definition)));
  throw failure;
}

/** A busy state is nobody's to find: only the command that leads to it knows when it is over. */
const findable = ({ states }: Instrument): Instrument['states'] =>
  Object.fromEntries(Object.entries(states).filter(([, { busy }]) => !busy));

const stateShownBy = (definition: Instrument, { text }: Reply): string | undefined =>
  Object.entries(findable(definition)).find(([, { shows }]) => shows?.test(text))?.[0];
