import type { DatabaseSync } from 'node:sqlite';
import { describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { type Alert, alert as alertSchema } from '../model/api/alert.ts';
import { keeping } from '../store/keeping.ts';

/** Where alerts outlive the program. A disk that is full keeps none, and is no reason to tell of none. */
export interface AlertTable {
  readonly kept: readonly Alert[];
  put(alert: Alert): void;
  remove(id: string): void;
}

/** The alerts of a data folder's database. */
export function alertTable(database: DatabaseSync, logger: Logger): AlertTable {
  database.exec('CREATE TABLE IF NOT EXISTS alerts (id TEXT PRIMARY KEY, alert TEXT NOT NULL) STRICT');
  const put = database.prepare('INSERT OR REPLACE INTO alerts (id, alert) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM alerts WHERE id = ?');
  const attempt = keeping(logger, 'alerts cannot be kept: after a restart they may stand as they were before');
  return {
    kept: database
      .prepare('SELECT id, alert FROM alerts')
      .all()
      .flatMap(({ id, alert }) => read(String(id), String(alert), logger)),
    put: (alert) => attempt(() => put.run(alert.id, JSON.stringify(alert))),
    remove: (id) => attempt(() => remove.run(id)),
  };
}

function read(id: string, text: string, logger: Logger): Alert[] {
  try {
    return [alertSchema.parse(JSON.parse(text))];
  } catch (error) {
    logger.warn({ alert: id, error: describeError(error) }, 'an alert that was kept cannot be read, and is left out');
    return [];
  }
}
