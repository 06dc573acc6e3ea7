import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../kit/clock.ts';
import { accessJournal } from './journal.ts';
import { sessionTable } from './sessions.ts';
import { tokenDirectory } from './tokens.ts';
import { userDirectory } from './users.ts';

/** Users and tokens for a program that is soon over; what it changes is told as events by the one that runs instruments. */
export function accessDirectory(database: DatabaseSync, clock: Clock) {
  const { write: note } = accessJournal(database, clock);
  const options = { database, clock, note };
  return { users: userDirectory(options, sessionTable(database)), tokens: tokenDirectory(options) };
}
