import {
  type Command,
  type Exchange,
  exchangesOf,
  type Instrument,
  type InstrumentClock,
  type Reply,
  yieldsOf,
} from '../../definition/instrument.ts';
import { escapeBytes } from '../../kit/bytes.ts';
import type { Clock } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { ProtocolError } from '../../kit/errors.ts';
import { type Nanos, toMillis } from '../../kit/time.ts';
import type { EventListener } from '../../model/driver-event.ts';
import type { ExchangeOptions } from '../dialogue/options.ts';
import type { Speaker } from '../dialogue/speaker.ts';
import { DEFAULT_TIMEOUT } from '../dialogue/talk.ts';
import type { Guard } from '../guard.ts';
import type { Host } from '../host.ts';
import type { ParameterTable } from '../parameters/parameter-table.ts';
import { findBlob } from '../parameters/reading.ts';
import type { Memory } from './memory.ts';
import type { SampleWatch } from './sample-watch.ts';
import type { Unasked } from './unasked.ts';

/** All that a declared protocol's abilities work with. */
export interface Session {
  readonly definition: Instrument;
  readonly clock: Clock;
  readonly dialogue: Speaker;
  readonly memory: Memory;
  /** The memory's. */
  readonly table: ParameterTable;
  readonly unasked: Unasked;
  readonly samples: SampleWatch;
  readonly announce: EventListener;
  /** The instrument that this one is found behind. */
  readonly host?: Host;
  /** Runs what the definition says is to be done at once. */
  readonly guard: Guard;
  /** As far as is known. */
  readonly isReachable: () => boolean;
  /** The log has been caught up with: what comes is what the instrument sends now. */
  readonly caughtUp: () => Promise<unknown>;
  /** Parameters that were read earlier than this (in elapsed ms) may have been changed behind our back. */
  trustedSince: number;
}

/** How long to wait for what a command brings, in ms. */
export function timeoutOf({ dialogue }: Instrument, command: Command): number {
  const own = 'send' in command ? command.timeout : undefined;
  return milliseconds(own ?? dialogue.timeout ?? DEFAULT_TIMEOUT);
}

/** Sends a command's exchanges and keeps what the reply shows: parameters, and how the clock stands. */
export async function talk(
  session: Session,
  name: string,
  exchanges: readonly Exchange[],
  options: Omit<ExchangeOptions, 'command'> = {},
): Promise<Reply> {
  const reply = await session.dialogue.runSteps(exchanges, { ...options, command: name });
  const drift = session.guard(`reading the reply to '${name}'`, () => {
    session.table.read(name, reply);
    return driftIn(session, name, reply);
  });
  if (drift !== undefined) session.announce({ type: 'clock_drift', milliseconds: drift });
  return reply;
}

/** Asks a command without arguments. A `ProtocolError` where it shows a configuration that did not come whole. */
export async function ask(session: Session, name: string, signal: AbortSignal): Promise<Reply> {
  const { commands, blobs = {} } = session.definition;
  const command = commands[name];
  if (command === undefined) throw new RangeError(`${session.definition.kind} has no command '${name}'`);
  const { pace, retries } = command;
  const wakeFirst = command.awake ? false : undefined;
  const options = { signal, pace, retries, yields: yieldsOf(command), wakeFirst };
  const exchanges = session.guard(`building '${name}'`, () => exchangesOf(command, {}));
  const reply = await talk(session, name, exchanges, options);
  for (const [shown, blob] of Object.entries(blobs)) {
    if (blob.shownBy !== name || findBlob(blob, reply) !== undefined) continue;
    const { length } = reply.bytes;
    const message = `no ${blob.length} bytes of the reply's ${length} are a ${shown} with a right ${blob.checksum.name}`;
    throw new ProtocolError(message, name, escapeBytes(reply.bytes, 200));
  }
  return reply;
}

/** How far the clock in a reply is ahead of ours, in ms; undefined when the reply does not show it. */
export function driftIn({ definition, clock }: Session, name: string, reply: Reply): number | undefined {
  if (definition.clock?.shownBy !== name) return undefined;
  const shown = shownTime(definition.clock, reply);
  return shown === undefined ? undefined : Math.round(toMillis(shown - clock.now()));
}

function shownTime(clock: InstrumentClock, reply: Reply): Nanos | undefined {
  try {
    return clock.read(reply);
  } catch (thrown) {
    // What stands there is no time: nothing is known of the clock.
    if (thrown instanceof RangeError || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
