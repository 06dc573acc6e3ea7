import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Logger } from '../kit/logger.ts';
import { ROLES } from '../model/api/roles.ts';
import { keeping } from '../store/keeping.ts';

const row = z.object({
  instrument: z.string(),
  holder: z.string(),
  user: z.string(),
  role: z.enum(ROLES),
  reason: z.string(),
  /** ms since 1970 */
  since: z.number(),
  expires: z.number(),
  /** Of the key that its holder was told. */
  digest: z.string(),
});

/** A lock as it is kept. */
export type Lease = Readonly<z.infer<typeof row>>;

/** Whoever has not noticed by then that a lock is over is no more, in ms. */
const REMEMBERED = 7 * 86_400_000;

/** The locks in the database, so that they outlive the program. */
export function leaseTable(database: DatabaseSync, logger: Logger) {
  database.exec(`CREATE TABLE IF NOT EXISTS locks (
    instrument TEXT PRIMARY KEY, holder TEXT NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, reason TEXT NOT NULL,
    since INTEGER NOT NULL, expires INTEGER NOT NULL, digest TEXT NOT NULL
  ) STRICT`);
  database.exec(
    'CREATE TABLE IF NOT EXISTS ended_locks (digest TEXT PRIMARY KEY, instrument TEXT NOT NULL, ended INTEGER NOT NULL) STRICT',
  );
  const put = database.prepare('INSERT OR REPLACE INTO locks VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM locks WHERE instrument = ?');
  const keep = keeping(logger, 'locks cannot be kept: after a restart they may stand as they were before');
  return {
    all: (): Lease[] => z.array(row).parse(database.prepare('SELECT * FROM locks').all()),
    put({ instrument, holder, user, role, reason, since, expires, digest }: Lease): void {
      keep(() => put.run(instrument, holder, user, role, reason, since, expires, digest));
    },
    /** It is over; its key is remembered for some days. */
    end({ instrument, digest }: Lease, now: number): void {
      keep(() => {
        remove.run(instrument);
        database.prepare('DELETE FROM ended_locks WHERE ended < ?').run(now - REMEMBERED);
        database.prepare('INSERT OR REPLACE INTO ended_locks VALUES (?, ?, ?)').run(digest, instrument, now);
      });
    },
    /** Whether it was the key of a lock on this instrument that is over. */
    hasEnded: (instrument: string, digest: string): boolean =>
      database.prepare('SELECT 1 FROM ended_locks WHERE digest = ? AND instrument = ?').get(digest, instrument) !==
      undefined,
  };
}
