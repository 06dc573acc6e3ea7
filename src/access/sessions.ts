import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Logger, silentLogger } from '../kit/logger.ts';
import { ROLES } from '../model/api/roles.ts';
import { keeping } from '../store/keeping.ts';
import { digestOf, newSecret } from './secrets.ts';

const HOUR = 3_600_000;
/** A session that nobody uses for that long is over, and each is at last. */
export const SESSION = { idle: 12 * HOUR, longest: 7 * 24 * HOUR } as const;
/** Its last use is not written down more often. */
const NOTED_EVERY = 60_000;

const row = z.object({ name: z.string(), role: z.enum(ROLES), used: z.number() });

/** Who is logged in. The secret of a session is with its browser only. */
export function sessionTable(database: DatabaseSync, logger: Logger = silentLogger) {
  database.exec(`CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL
  ) STRICT`);
  const keep = keeping(logger, 'when sessions were used last cannot be kept: some may be over too early');
  const over = (now: number): [number, number] => [now - SESSION.longest, now - SESSION.idle];
  return {
    /** Begins one; returns its secret. */
    begin(name: string, now: number): string {
      const secret = newSecret();
      database.prepare('DELETE FROM sessions WHERE created <= ? OR used <= ?').run(...over(now));
      database.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?)').run(digestOf(secret), name, now, now);
      return secret;
    },
    /** Whose it is, with the role that they have now. */
    find(secret: string, now: number) {
      const digest = digestOf(secret);
      const found = database
        .prepare(
          'SELECT name, role, used FROM sessions JOIN users USING (name) WHERE digest = ? AND sessions.created > ? AND used > ?',
        )
        .get(digest, ...over(now));
      if (found === undefined) return undefined;
      const { name, role, used } = row.parse(found);
      if (now - used >= NOTED_EVERY)
        keep(() => database.prepare('UPDATE sessions SET used = ? WHERE digest = ?').run(now, digest));
      return { name, role };
    },
    end(secret: string): void {
      database.prepare('DELETE FROM sessions WHERE digest = ?').run(digestOf(secret));
    },
    endAllOf(name: string): void {
      database.prepare('DELETE FROM sessions WHERE name = ?').run(name);
    },
  };
}
export type SessionTable = ReturnType<typeof sessionTable>;
