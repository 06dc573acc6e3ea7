import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ROLES } from '../model/api/roles.ts';

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

/** The locks in the database, so that they outlive the program. */
export function leaseTable(database: DatabaseSync) {
  database.exec(`CREATE TABLE IF NOT EXISTS locks (
    instrument TEXT PRIMARY KEY, holder TEXT NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, reason TEXT NOT NULL,
    since INTEGER NOT NULL, expires INTEGER NOT NULL, digest TEXT NOT NULL
  ) STRICT`);
  const put = database.prepare('INSERT OR REPLACE INTO locks VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM locks WHERE instrument = ?');
  return {
    all: (): Lease[] => z.array(row).parse(database.prepare('SELECT * FROM locks').all()),
    put({ instrument, holder, user, role, reason, since, expires, digest }: Lease): void {
      put.run(instrument, holder, user, role, reason, since, expires, digest);
    },
    remove(instrument: string): void {
      remove.run(instrument);
    },
  };
}
