import type { Reply } from '../../definition/instrument.ts';
import { toSteps } from '../../definition/send.ts';
import { escapeBytes } from '../../kit/bytes.ts';
import { sleep } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { ProtocolError } from '../../kit/errors.ts';
import type { Values } from '../../model/sample.ts';
import { RefusalError } from '../dialogue/refusal.ts';
import type { SetResult } from '../instrument-driver.ts';
import type { WriteStep } from '../parameters/parameter-table.ts';
import { refresh } from './refresh.ts';
import { ask, type Session, talk } from './session.ts';

/** What was set and is not shown yet is asked for again after so many ms. */
const SETTLING = 1_000;

/**
 * Makes the instrument's parameters stand so: sends only what differs, reads it back and compares. A `ProtocolError` when the
 * instrument refuses, or shows something else afterwards. The values were checked before.
 */
export async function applyValues(session: Session, values: Values, signal: AbortSignal): Promise<SetResult> {
  const { table, definition } = session;
  const names = Object.keys(values);
  await readBlobs(session, names, signal);
  await refresh(session, names, signal);
  const differing = table.differing(values);
  const steps = session.guard('writing parameters', () => table.plan(differing));
  if (steps.length > 0) await write(session, steps, differing, signal);
  table.desire(values);
  const wrong = table.verify(values);
  if (wrong.length > 0) {
    const list = wrong.map(
      ({ name, desired, actual }) => `${name} shows ${show(actual)} after ${show(desired)} was set`,
    );
    const sent = steps.map((step) => sentBy(definition.dialogue.newline, step)).join(' ');
    throw new ProtocolError(
      list.join('; '),
      sent,
      wrong.map(({ name, actual }) => `${name} = ${show(actual)}`).join('; '),
    );
  }
  const states = table.states();
  return Object.fromEntries(names.flatMap((name) => (states[name] ? [[name, states[name]]] : [])));
}

/** A configuration that is written whole: the other values in it must be those of now. */
async function readBlobs(session: Session, names: readonly string[], signal: AbortSignal): Promise<void> {
  const { parameters } = session.definition;
  const inBlobs = names.filter((name) => parameters[name]?.source === 'blob');
  for (const command of session.table.shownBy(inBlobs)) await ask(session, command, signal);
}

/** Sends, and reads back even what was refused half-way, so that what is known is what is so. */
async function write(
  session: Session,
  steps: readonly WriteStep[],
  values: Values,
  signal: AbortSignal,
): Promise<void> {
  let refused: ProtocolError | undefined;
  let done = 0;
  try {
    for (; done < steps.length; done++) await send(session, steps[done]!, signal);
  } catch (thrown) {
    session.trustedSince = session.clock.elapsed();
    if (!(thrown instanceof ProtocolError)) throw thrown;
    refused = refusal(thrown, steps, done);
  }
  try {
    await readBack(session, values, refused !== undefined, signal);
  } catch (thrown) {
    throw refused ?? thrown;
  }
  if (refused !== undefined) throw refused;
}

/** Some instruments take their time until they show what was set. */
async function readBack(session: Session, values: Values, refused: boolean, signal: AbortSignal): Promise<void> {
  const { clock, table, definition } = session;
  const end = clock.elapsed() + milliseconds(definition.settings?.settle ?? '0 s');
  for (;;) {
    for (const command of table.shownBy(Object.keys(values))) await ask(session, command, signal);
    if (refused || table.verify(values).length === 0 || clock.elapsed() >= end) return;
    await sleep(clock, SETTLING, signal);
  }
}

const send = (session: Session, { names, exchange, times, pace }: WriteStep, signal: AbortSignal): Promise<Reply> =>
  talk(session, `set ${names.join(', ')}`, [exchange], { signal, times, pace });

/** With what became of the others. */
function refusal(cause: ProtocolError, steps: readonly WriteStep[], at: number): ProtocolError {
  const named = (some: readonly WriteStep[]): string => some.flatMap(({ names }) => names).join(', ');
  const { names = [] } = steps[at] ?? {};
  const lines = cause instanceof RefusalError ? cause.lines : [];
  const refused = names.filter((_, line) => lines.length === 0 || lines.includes(line));
  const taken = names.filter((name) => !refused.includes(name));
  const others = [
    ...(at > 0 ? [`set before it: ${named(steps.slice(0, at))}`] : []),
    ...(taken.length > 0 ? [`set with it: ${taken.join(', ')}`] : []),
    ...(at + 1 < steps.length ? [`not sent: ${named(steps.slice(at + 1))}`] : []),
  ];
  const what = `the instrument did not take ${refused.join(', ')}`;
  const message = others.length > 0 ? `${what} (${others.join('; ')})` : what;
  return new ProtocolError(message, cause.sent, cause.reply, { cause });
}

const sentBy = (newline: string, { exchange }: WriteStep): string =>
  toSteps(exchange.send, newline)
    .map((step) => (step instanceof Uint8Array ? escapeBytes(step, 100) : ''))
    .join('');

const show = (value: unknown): string => (value instanceof Uint8Array ? escapeBytes(value, 40) : JSON.stringify(value));
