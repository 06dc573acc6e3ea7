import type { Instrument, Reply } from '../../definition/instrument.ts';
import { abortable } from '../../kit/abort.ts';
import { escapeBytes } from '../../kit/bytes.ts';
import { sleep } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { ProtocolError, StateError, TimeoutError } from '../../kit/errors.ts';
import { stateBeside } from '../host.ts';
import { ask, type Session } from './session.ts';
import { stateThatStreams, streamedBy } from './streaming.ts';

type Heard = Promise<string | undefined>;

/** The instrument answered, but what it does is none of the states of its definition. */
export class UnrecognizedStateError extends StateError {
  readonly reply: string;
  constructor(reply: string, states: readonly string[]) {
    super('discover', 'unknown', states);
    this.reply = reply;
    this.message = `the reply shows none of the states ${states.join(', ')}: '${reply}'`;
  }
}

/** As {@link discover}; what came unasked a moment ago is answer enough. */
export async function find(session: Session, signal: AbortSignal): Promise<string> {
  const { definition, unasked } = session;
  const stream = unasked.recent;
  const streaming = stream === undefined ? undefined : stateThatStreams(definition, stream);
  return streaming ?? unasked.during(() => discover(session, signal));
}

/**
 * Finds out what the instrument is doing: catches up with the log, listens, and only when nothing comes wakes it and asks. `TimeoutError` when it
 * cannot be roused, `UnrecognizedStateError` when it answers something else. One behind another is asked nothing: see `stateBeside`.
 */
export async function discover(session: Session, signal: AbortSignal): Promise<string> {
  const { definition, samples, host } = session;
  await abortable(session.caughtUp(), signal);
  if (host !== undefined) return stateBeside(host, definition);
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const heard = samples.next(streamedBy(definition), either).then(({ stream }) => stateThatStreams(definition, stream));
  // Asking is the way out when nothing is heard, and the other way round.
  heard.catch(() => {});
  try {
    return (await listen(session, heard, signal)) ?? (await askAll(session, signal, heard));
  } finally {
    over.abort();
  }
}

async function listen(session: Session, heard: Heard, signal: AbortSignal): Promise<string | undefined> {
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

/** Asks until a reply shows the state: that, or what was answered instead, or what kept it from being answered. */
async function askForState(session: Session, signal: AbortSignal) {
  const { definition } = session;
  let answer: string | undefined;
  let failure: unknown;
  for (const name of [definition.discover.ask ?? []].flat()) {
    try {
      const reply = await ask(session, name, signal);
      const state = session.guard(`the state in the reply to '${name}'`, () => stateShownBy(definition, reply));
      if (state !== undefined) return { state };
      answer = escapeBytes(reply.bytes, 500);
    } catch (thrown) {
      if (!(thrown instanceof TimeoutError || thrown instanceof ProtocolError)) throw thrown;
      if (thrown instanceof ProtocolError) answer ??= thrown.reply;
      failure = thrown;
    }
  }
  return { answer, failure };
}

async function askAll(session: Session, signal: AbortSignal, heard: Heard): Promise<string> {
  const { definition } = session;
  const { state, answer, failure } = await askForState(session, signal);
  if (state !== undefined) return state;
  const streaming = await Promise.race([heard, Promise.resolve(undefined)]);
  if (streaming !== undefined) return streaming;
  if (answer === undefined && definition.discover.otherwise !== undefined) return definition.discover.otherwise;
  if (answer !== undefined) throw new UnrecognizedStateError(answer, Object.keys(findable(definition)));
  throw failure;
}

/** What the instrument says that it is doing; undefined where it says nothing that is understood. */
export const askedState = async (session: Session, signal: AbortSignal): Promise<string | undefined> =>
  (await session.unasked.during(() => askForState(session, signal))).state;

/** A busy state is nobody's to find: only the command that leads to it knows when it is over. */
const findable = ({ states }: Instrument): Instrument['states'] =>
  Object.fromEntries(Object.entries(states).filter(([, { busy }]) => !busy));

export const stateShownBy = (definition: Instrument, { text }: Reply): string | undefined =>
  Object.entries(findable(definition)).find(([, { shows }]) => shows?.test(text))?.[0];
