import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../kit/clock.ts';
import { fromMillis, toWholeMillis } from '../kit/time.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { EVENT_TYPES, isEventType } from '../model/event-types.ts';
import { inTransaction } from '../store/transaction.ts';

const version = z.object({ data_version: z.number() });
const row = z.object({ time: z.number(), draft: z.string(), revoked: z.string().nullable() });
const written = z.object({ type: z.string(), by: z.string(), details: z.unknown() });

const isDraft = (draft: z.infer<typeof written>): draft is EventDraft & z.infer<typeof written> =>
  isEventType(draft.type) && EVENT_TYPES[draft.type].details.safeParse(draft.details).success;

/**
 * What a program that is soon over (`sonde user`) has changed in the database, for the one that keeps events: now where it runs, else when it
 * does so next.
 */
export function accessJournal(database: DatabaseSync, clock: Clock) {
  database.exec(
    'CREATE TABLE IF NOT EXISTS access_journal (time INTEGER NOT NULL, draft TEXT NOT NULL, revoked TEXT) STRICT',
  );
  const dataVersion = database.prepare('PRAGMA data_version');
  let seen: number | undefined;
  return {
    write({ type, by, details }: EventDraft, revoked?: string): void {
      const time = toWholeMillis(clock.now());
      const draft = JSON.stringify({ type, by, details });
      database.prepare('INSERT INTO access_journal VALUES (?, ?, ?)').run(time, draft, revoked ?? null);
    },
    /** What has come since it was asked the last time; costs nothing where no other process has written to the database. */
    take(): { draft: EventDraft; revoked: string | undefined }[] {
      const { data_version: now } = version.parse(dataVersion.get());
      if (now === seen) return [];
      const rows = inTransaction(database, () => {
        const waiting = database.prepare('SELECT time, draft, revoked FROM access_journal ORDER BY rowid').all();
        database.exec('DELETE FROM access_journal');
        return z.array(row).parse(waiting);
      });
      seen = now;
      return rows.flatMap(({ time, draft: text, revoked }) => {
        const draft = written.parse(JSON.parse(text));
        return isDraft(draft) ? [{ draft: { ...draft, time: fromMillis(time) }, revoked: revoked ?? undefined }] : [];
      });
    },
  };
}
