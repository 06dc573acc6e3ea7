import type { Names } from '../parameters/parameter-table.ts';
import { ask, type Session } from './session.ts';
import { COMMAND, statesOf } from './streaming.ts';

/** A value that was read longer ago than this is asked for again, in ms. */
const FRESH = 60_000;

/** Asks for what is not known or no longer fresh, as far as the state allows it; what is not allowed stays as it was. */
export async function refresh(session: Session, names: Names, signal: AbortSignal, state = COMMAND): Promise<void> {
  const { table, clock } = session;
  const fresh = Math.max(0, Math.min(FRESH, clock.elapsed() - session.trustedSince));
  for (const name of table.stale(names, fresh)) {
    if (isAllowed(session, name, state)) await ask(session, name, signal);
  }
}

const isAllowed = ({ definition }: Session, name: string, state: string): boolean =>
  statesOf(definition.commands[name] ?? {}).includes(state);
