import { type Command, type Exchange, exchangesOf, type Reply, yieldsOf } from '../../definition/instrument.ts';
import { linkOf } from '../../definition/links.ts';
import { toSteps } from '../../definition/send.ts';
import type { Outcome } from '../../fsm/machine.ts';
import { withDeadline } from '../../kit/abort.ts';
import { concatBytes, escapeBytes } from '../../kit/bytes.ts';
import { asError, ConnectionError, NotImplementedError, ProtocolError } from '../../kit/errors.ts';
import type { Sample, Values } from '../../model/sample.ts';
import { ALL_PARAMETERS } from '../../model/states.ts';
import { askHost } from '../host.ts';
import { argumentsOf } from '../metadata.ts';
import { applyValues } from './apply-values.ts';
import { stateShownBy } from './discovery.ts';
import { passedOver } from './passing.ts';
import { ask, type Session, talk, timeoutOf } from './session.ts';

/** A command that its instrument overheard is sent once more. */
const CONFIRM_TRIES = 2;

export interface Place {
  readonly signal: AbortSignal;
  /** Told when the instrument is in a state that it will leave by itself: the command waits for that. */
  readonly passing?: (state: string) => Promise<void>;
}

/**
 * Runs a command as its definition says: its result, and the state that it led to. The state it may be given in is the
 * machine's business.
 */
export async function runCommand(
  session: Session,
  name: string,
  args: unknown,
  place: Place,
): Promise<Outcome<string>> {
  const { signal } = place;
  const command = commandNamed(session, name);
  const values = argumentsOf(name, command, args);
  if ('asksHost' in command)
    return { next: command.to, result: await ofHost(session, command.asksHost, values, signal) };
  if ('runs' in command) {
    const { runs } = command;
    const { done, sample } = await withSample(session, command, signal, () => runAll(session, runs, signal));
    return { next: command.to, result: sample ?? done };
  }
  if (command.requires !== undefined) await applyValues(session, given(command.requires), signal);
  for (let times = 1; ; times++) {
    const { result, reply } = await sendWithProgress(session, name, command, values, signal);
    const denial = await denialOf(session, command, reply, place);
    if (denial === undefined) {
      await keep(session, command, reply);
      return { next: command.to, result };
    }
    if (times === CONFIRM_TRIES) {
      const message = `'${name}' did not lead to '${command.to}', as ${command.confirm ? `'${command.confirm}'` : 'its reply'} shows`;
      throw new ProtocolError(message, sentBy(session, command, values), escapeBytes(denial.bytes, 500));
    }
  }
}

/** What must not be forgotten of it is safe before anybody hears of it. */
async function keep({ memory, table, guard }: Session, { keeps }: Command, reply: Reply): Promise<void> {
  if (keeps === undefined) return;
  const kept = guard('what a command keeps', () => keeps(table.get(ALL_PARAMETERS), reply));
  table.desire(table.validate(kept, 'own'));
  await memory.save();
}

const given = (values: NonNullable<Command['requires']>): Values =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

function commandNamed({ definition }: Session, name: string): Command {
  const command = definition.commands[name];
  if (command === undefined) throw new RangeError(`${definition.kind} has no command '${name}'`);
  return command;
}

async function ofHost(
  { host, definition }: Session,
  name: string,
  args: Values,
  signal: AbortSignal,
): Promise<unknown> {
  if (host === undefined)
    throw new NotImplementedError(`${definition.kind} was not told behind which instrument it is`);
  return askHost(host, name, args, signal);
}

async function runAll(session: Session, names: readonly string[], signal: AbortSignal): Promise<unknown> {
  const results: Record<string, unknown> = {};
  for (const name of names) results[name] = (await runCommand(session, name, {}, { signal })).result;
  return results;
}

async function sendWithProgress(
  session: Session,
  name: string,
  command: Command,
  args: Values,
  signal: AbortSignal,
): Promise<{ result: unknown; reply: Reply }> {
  const say = (): Promise<Reply> =>
    talk(
      session,
      name,
      session.guard(`building '${name}'`, () => exchangesOf(command, args)),
      {
        signal,
        pace: command.pace,
        retries: command.retries,
        yields: yieldsOf(command),
        wakeFirst: command.awake ? false : undefined,
        onReceived: progressOf(session, name, command),
      },
    );
  try {
    const { done: reply, sample } = await withSample(session, command, signal, say);
    return { result: sample ?? session.guard(`the result of '${name}'`, () => resultOf(command, reply)), reply };
  } catch (thrown) {
    if (signal.aborted && command.abort !== undefined) {
      await breakOff(session, name, { ...linkOf(command), send: command.abort }, signal);
    }
    throw thrown;
  }
}

/** With the sample that the work brings, where the command yields one: it may come after the acknowledgement. */
async function withSample<T>(
  session: Session,
  command: Command,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<{ done: T; sample?: Sample }> {
  const streams = yieldsOf(command);
  if (streams.length === 0) return { done: await work() };
  const arrival = session.samples.expect(streams);
  try {
    const done = await work();
    // One like the last is not told again: it has come with the reply, or there is none.
    if (streams.some((stream) => session.definition.samples[stream]?.publish === 'changed')) {
      const sample = await Promise.race([arrival.sample, undefined]);
      return { done, ...(sample && { sample }) };
    }
    const limit = timeoutOf(session.definition, command);
    const what = `a sample of '${streams.join("' or '")}'`;
    return { done, sample: await withDeadline(session.clock, limit, what, signal, () => arrival.sample) };
  } finally {
    arrival.cancel();
  }
}

const resultOf = (command: Command, reply: Reply): unknown => (command.result ? command.result(reply) : reply.text);

function progressOf(session: Session, name: string, { progress }: Command): ((text: string) => void) | undefined {
  if (progress === undefined) return undefined;
  const each = new RegExp(progress.each, `${progress.each.flags.replace('g', '')}g`);
  let done = 0;
  return (text) => {
    const more = text.match(each)?.length ?? 0;
    if (more === 0) return;
    done += more;
    session.announce({ type: 'progress', command: name, done, of: progress.of, text: text.trim() });
  };
}

/** Tells the instrument to stop, unless it is out of reach; the caller gets the reason of the abort whatever comes of this. */
async function breakOff(session: Session, name: string, exchange: Exchange, signal: AbortSignal): Promise<void> {
  if (signal.reason instanceof ConnectionError) return;
  try {
    await session.dialogue.exchange(exchange, { command: `${name} (abort)`, urgent: true, wakeFirst: false });
  } catch (thrown) {
    session.announce({ type: 'error', error: asError(thrown), during: `aborting '${name}'` });
  }
}

/**
 * The reply that does not show the state that the command leads to, where one is asked for. One that shows a state which the
 * instrument leaves by itself says nothing yet: what comes then counts.
 */
async function denialOf(
  session: Session,
  { confirm, to }: Command,
  own: Reply,
  { signal, passing }: Place,
): Promise<Reply | undefined> {
  const { definition } = session;
  if (to === undefined) return undefined;
  const reply = confirm === undefined ? own : await ask(session, confirm, signal);
  const state = session.guard('the state in a reply', () => stateShownBy(definition, reply));
  if (state !== undefined && state !== to && definition.states[state]?.passes !== undefined) {
    await passing?.(state);
    return (await passedOver(session, state, signal)) === to ? undefined : reply;
  }
  const { shows } = definition.states[to] ?? {};
  return confirm === undefined || shows === undefined || shows.test(reply.text) ? undefined : reply;
}

/** All that is sent for a command, for people. */
function sentBy({ definition }: Session, command: Command, args: Values): string {
  const steps = exchangesOf(command, args).flatMap(({ send }) => toSteps(send, definition.dialogue.newline));
  return escapeBytes(concatBytes(steps.filter((step) => step instanceof Uint8Array)));
}
