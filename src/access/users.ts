import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../kit/clock.ts';
import { NotFoundError, ParameterError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { nearest } from '../kit/nearest.ts';
import { millisToIso, toWholeMillis } from '../kit/time.ts';
import { ROLES, type Role } from '../model/api/roles.ts';
import type { User } from '../model/api/user.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { inTransaction } from '../store/transaction.ts';
import { hashPassword } from './passwords.ts';
import type { SessionTable } from './sessions.ts';

export interface DirectoryOptions {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly logger?: Logger | undefined;
  /** Where what was changed is told; of whom others must not take anything for granted any more, as `Caller.user` names them. */
  note(draft: EventDraft, revoked?: string): void;
}

const row = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  hash: z.string(),
  created: z.number(),
  last_login: z.number().nullable(),
});

const toUser = ({ name, role, created, last_login }: z.infer<typeof row>): User => ({
  name,
  role,
  created: millisToIso(created),
  ...(last_login !== null && { last_login: millisToIso(last_login) }),
});

/** As a lock and `Caller.user` name all who need not log in: they are the same user. */
export const LOCAL = 'local';

/** As a lock and `Caller.user` name a user. */
export const keyOfUser = (name: string): string => `user:${name}`;

/** The users of this installation. Whoever gets another role or password is logged out everywhere; there is always an admin. */
export function userDirectory({ database, clock, note }: DirectoryOptions, sessions: SessionTable) {
  database.exec(`CREATE TABLE IF NOT EXISTS users (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, hash TEXT NOT NULL, created INTEGER NOT NULL, last_login INTEGER
  ) STRICT`);
  const anyUser = database.prepare('SELECT 1 FROM users LIMIT 1');
  const now = (): number => toWholeMillis(clock.now());
  const all = () => z.array(row).parse(database.prepare('SELECT * FROM users ORDER BY name').all());
  const find = (name: string) => {
    const found = database.prepare('SELECT * FROM users WHERE name = ?').get(name);
    return found && row.parse(found);
  };
  const existing = (name: string) => {
    const user = find(name);
    if (user !== undefined) return user;
    const names = all().map((other) => other.name);
    throw new NotFoundError(`there is no user '${name}'; ${nearest(name, names)}`);
  };
  const mustLeaveAdmin = (name: string): void => {
    if (all().some((user) => user.role === 'admin' && user.name !== name)) return;
    throw new ParameterError([{ name, message: 'is the last admin: make another one first' }]);
  };
  return {
    isEmpty: (): boolean => anyUser.get() === undefined,
    list: (): User[] => all().map(toUser),
    hashOf: (name: string): string | undefined => find(name)?.hash,
    roleOf: (name: string): Role | undefined => find(name)?.role,
    loggedIn(name: string): void {
      database.prepare('UPDATE users SET last_login = ? WHERE name = ?').run(now(), name);
    },
    async add(name: string, role: Role, password: string, by: string): Promise<User> {
      const hash = await hashPassword(password);
      const { isFirst, added } = inTransaction(database, () => {
        if (find(name)) throw new ParameterError([{ name, message: 'there is a user of this name already' }]);
        const isFirst = anyUser.get() === undefined;
        if (role !== 'admin' && isFirst) {
          throw new ParameterError([{ name: 'role', message: 'the first user must be an admin' }]);
        }
        database.prepare('INSERT INTO users VALUES (?, ?, ?, ?, NULL)').run(name, role, hash, now());
        return { isFirst, added: existing(name) };
      });
      // Until now nobody had to log in.
      note({ type: 'user_added', by, details: { name, role } }, isFirst ? LOCAL : undefined);
      return toUser(added);
    },
    async change(
      name: string,
      change: { readonly role?: Role | undefined; readonly password?: string | undefined },
      by: string,
    ): Promise<User> {
      existing(name);
      const hash = change.password === undefined ? undefined : await hashPassword(change.password);
      const { before, after } = inTransaction(database, () => {
        const before = existing(name);
        const role = change.role ?? before.role;
        if (role !== 'admin' && before.role === 'admin') mustLeaveAdmin(name);
        database.prepare('UPDATE users SET role = ?, hash = ? WHERE name = ?').run(role, hash ?? before.hash, name);
        if (role !== before.role || hash !== undefined) sessions.endAllOf(name);
        return { before, after: existing(name) };
      });
      const isOther = after.role !== before.role;
      if (isOther || hash !== undefined) {
        const details = { name, ...(isOther && { role: after.role }), password: hash !== undefined };
        note({ type: 'user_changed', by, details }, keyOfUser(name));
      }
      return toUser(after);
    },
    remove(name: string, by: string): void {
      inTransaction(database, () => {
        existing(name);
        mustLeaveAdmin(name);
        database.prepare('DELETE FROM users WHERE name = ?').run(name);
        sessions.endAllOf(name);
      });
      note({ type: 'user_removed', by, details: { name } }, keyOfUser(name));
    },
  };
}
export type UserDirectory = ReturnType<typeof userDirectory>;
