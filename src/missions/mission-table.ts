import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Logger } from '../kit/logger.ts';
import { type MissionRun, missionRun } from '../model/api/mission.ts';
import { ROLES } from '../model/api/roles.ts';
import { keeping } from '../store/keeping.ts';

const row = z.object({
  name: z.string(),
  text: z.string(),
  changed: z.string(),
  /** Who wrote it: it acts with their role. */
  author: z.string(),
  user: z.string(),
  role: z.enum(ROLES),
});
/** A mission as it is kept. */
export type KeptMission = Readonly<z.infer<typeof row>>;

const RUNS = 100;

/** Missions and their last runs, in the database. */
export function missionTable(database: DatabaseSync, logger: Logger) {
  database.exec(`
    CREATE TABLE IF NOT EXISTS missions (
      name TEXT PRIMARY KEY, text TEXT NOT NULL, changed TEXT NOT NULL, author TEXT NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS mission_runs (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, run TEXT NOT NULL) STRICT`);
  const put = database.prepare(
    'INSERT INTO mission_runs (id, run) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET run = excluded.run',
  );
  const keep = keeping(logger, 'runs of missions cannot be kept: they may be missing, or stand as before, later');
  return {
    all: (): KeptMission[] => z.array(row).parse(database.prepare('SELECT * FROM missions ORDER BY name').all()),
    find(name: string): KeptMission | undefined {
      const found = database.prepare('SELECT * FROM missions WHERE name = ?').get(name);
      return found && row.parse(found);
    },
    put({ name, text, changed, author, user, role }: KeptMission): void {
      database
        .prepare('INSERT OR REPLACE INTO missions VALUES (?, ?, ?, ?, ?, ?)')
        .run(name, text, changed, author, user, role);
    },
    remove(name: string): void {
      database.prepare('DELETE FROM missions WHERE name = ?').run(name);
    },
    /** The last ones, newest first. */
    runs: (): MissionRun[] =>
      database
        .prepare('SELECT run FROM mission_runs ORDER BY number DESC LIMIT ?')
        .all(RUNS)
        .map(({ run }) => missionRun.parse(JSON.parse(String(run)))),
    putRun(run: MissionRun): void {
      keep(() => put.run(run.id, JSON.stringify(run)));
    },
    /** Older runs than the last ones are forgotten. */
    forgetRuns(): void {
      keep(() =>
        database.exec(`DELETE FROM mission_runs WHERE number <= (SELECT max(number) FROM mission_runs) - ${RUNS}`),
      );
    },
  };
}
export type MissionTable = ReturnType<typeof missionTable>;
