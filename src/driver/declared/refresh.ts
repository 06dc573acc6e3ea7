import type { Names } from '../parameters/parameter-table.ts';
import { ask, type Session } from './session.ts';

/** A value that was read longer ago than this is asked for again, in ms. */
const FRESH = 60_000;

/**
 * Asks for what is not known or no longer fresh, as far as the state allows it; what is not allowed stays as it was.
 * `current` names what must be read again however fresh it is.
 */
export async function refresh(
  session: Session,
  names: Names,
  signal: AbortSignal,
  options: { readonly state?: string; readonly current?: readonly string[] } = {},
): Promise<void> {
  const { table, clock } = session;
  const { state = 'command', current = [] } = options;
  const fresh = Math.max(0, Math.min(FRESH, clock.elapsed() - session.trustedSince));
  const commands = new Set([...table.stale(names, fresh), ...(current.length > 0 ? table.shownBy(current) : [])]);
  for (const name of commands) {
    if (isAllowed(session, name, state)) await ask(session, name, signal);
  }
}

const isAllowed = ({ definition }: Session, name: string, state: string): boolean =>
  [definition.commands[name]?.in ?? 'command'].flat().includes(state);
