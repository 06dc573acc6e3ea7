import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../bus/services.ts';
import { ForbiddenError, type Issue, NotFoundError, ParameterError } from '../kit/errors.ts';
import { silentLogger } from '../kit/logger.ts';
import { fromIso, millisToIso, toWholeMillis } from '../kit/time.ts';
import { isAbove, ROLES, type Role } from '../model/api/roles.ts';
import type { Token } from '../model/api/user.ts';
import { keeping } from '../store/keeping.ts';
import { digestOf, newSecret } from './secrets.ts';
import type { DirectoryOptions } from './users.ts';

/** What is asked for of a new token. */
export interface TokenRequest {
  readonly name: string;
  readonly role: Role;
  readonly instruments?: readonly string[] | undefined;
  /** ISO-8601 */
  readonly expires?: string | undefined;
}

const PREFIX = 'sonde_';
/** Its last use is not written down more often. */
const NOTED_EVERY = 60_000;

const row = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  instruments: z.string().nullable(),
  created: z.number(),
  created_by: z.string(),
  expires: z.number().nullable(),
  last_used: z.number().nullable(),
});
const names = z.array(z.string());

const toToken = ({
  id,
  name,
  role,
  instruments,
  created,
  created_by: by,
  expires,
  last_used,
}: z.infer<typeof row>): Token => ({
  id,
  name,
  role,
  ...(instruments !== null && { instruments: names.parse(JSON.parse(instruments)) }),
  created: millisToIso(created),
  by,
  ...(expires !== null && { expires: millisToIso(expires) }),
  ...(last_used !== null && { last_used: millisToIso(last_used) }),
});

/** As a lock and `Caller.user` name a token. */
export const keyOfToken = (id: string): string => `token:${id}`;

const COLUMNS = 'id, name, role, instruments, created, created_by, expires, last_used';

/** Tokens for scripts: each with a role, perhaps for some instruments only, perhaps for a time only. */
export function tokenDirectory({ database, clock, note, logger = silentLogger }: DirectoryOptions) {
  database.exec(`CREATE TABLE IF NOT EXISTS tokens (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, instruments TEXT,
    created INTEGER NOT NULL, created_by TEXT NOT NULL, expires INTEGER, last_used INTEGER
  ) STRICT`);
  const keep = keeping(logger, 'when tokens were used last cannot be kept');
  const now = (): number => toWholeMillis(clock.now());
  const all = (): Token[] =>
    z
      .array(row)
      .parse(database.prepare(`SELECT ${COLUMNS} FROM tokens ORDER BY name`).all())
      .map(toToken);
  return {
    list: all,
    /** Returns it with its secret, which nobody can find out later. */
    add({ name, role, instruments, expires }: TokenRequest, { by, ...creator }: Caller): Token & { secret: string } {
      if (isAbove(role, creator.role) || creator.instruments !== undefined) {
        throw new ForbiddenError(`a token may not do more than who makes it: ${by} is ${creator.role}`);
      }
      const created = now();
      const until = expires === undefined ? null : toWholeMillis(fromIso(expires));
      const issues: Issue[] = [
        ...(all().some((other) => other.name === name)
          ? [{ name: 'name', message: `there is a token '${name}' already` }]
          : []),
        ...(until !== null && until <= created ? [{ name: 'expires', message: `${expires} is over already` }] : []),
        ...(instruments?.length === 0
          ? [{ name: 'instruments', message: 'must name at least one; all where it is left out' }]
          : []),
      ];
      if (issues.length > 0) throw new ParameterError(issues);
      const secret = `${PREFIX}${newSecret()}`;
      const id = randomUUID();
      const only = instruments === undefined ? null : JSON.stringify(instruments);
      database
        .prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)')
        .run(id, digestOf(secret), name, role, only, created, by, until);
      const rest = {
        ...(instruments && { instruments: [...instruments] }),
        ...(until !== null && { expires: millisToIso(until) }),
      };
      note({ type: 'token_added', by, details: { name, role, ...rest } });
      return { id, name, role, ...rest, created: millisToIso(created), by, secret };
    },
    remove(id: string, by: string): void {
      const token = all().find((other) => other.id === id);
      if (token === undefined) throw new NotFoundError(`there is no token '${id}'`);
      database.prepare('DELETE FROM tokens WHERE id = ?').run(id);
      note({ type: 'token_removed', by, details: { name: token.name } }, keyOfToken(id));
    },
    /** The token of this secret, while it is valid. */
    find(secret: string): Token | undefined {
      const digest = digestOf(secret);
      const found = database.prepare(`SELECT ${COLUMNS} FROM tokens WHERE digest = ?`).get(digest);
      if (found === undefined) return undefined;
      const token = row.parse(found);
      const time = now();
      if (token.expires !== null && token.expires <= time) return undefined;
      if (time - (token.last_used ?? 0) >= NOTED_EVERY) {
        keep(() => database.prepare('UPDATE tokens SET last_used = ? WHERE id = ?').run(time, token.id));
      }
      return toToken(token);
    },
  };
}
