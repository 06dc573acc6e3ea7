import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../bus/bus.ts';
import { SYSTEM } from '../config/reserved.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import { toIso } from '../kit/time.ts';
import { AlertBook } from './alert-book.ts';
import { alertService } from './alert-service.ts';
import { alertTable } from './alert-table.ts';
import type { Identity } from './life.ts';
import type { DiskOptions } from './watch/disk.ts';
import { WatchPost } from './watch-post.ts';

export interface AlertOptions {
  readonly bus: Bus;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Config;
  /** The data folder, whose disk is watched. */
  readonly data: string;
  /** How much room there is on a folder's disk; its file system is asked where nothing is said. */
  readonly roomOf?: DiskOptions['roomOf'];
}

/** Watches what the bus tells of instruments, offers `alerts`, and publishes each `alert` whenever something becomes of it. */
export async function startAlerts(options: AlertOptions): Promise<AsyncDisposable> {
  const { bus, database, clock, logger } = options;
  const book = new AlertBook({ bus, table: alertTable(database, logger), clock });
  const posts = new Map<string, WatchPost>();
  let { config } = options;
  const settingsOf = (id: string): string => JSON.stringify([config.alerts, config.instruments[id]?.alerts]);
  const settings = new Map<string, string>();

  const post = (id: string): WatchPost => {
    posts.get(id)?.[Symbol.dispose]();
    const own = new WatchPost(id, { ...options, config, book });
    posts.set(id, own);
    settings.set(id, settingsOf(id));
    return own;
  };
  const leave = (id: string): void => {
    posts.get(id)?.[Symbol.dispose]();
    posts.delete(id);
    settings.delete(id);
  };
  const isWatched = ({ instrument = SYSTEM, kind, subject }: Identity): boolean =>
    posts.get(instrument)?.watches(kind, subject) === true;
  /** What has another setting is watched anew; the others are not disturbed. */
  const follow = async (): Promise<void> => {
    const ids = [...Object.keys(config.instruments), SYSTEM];
    for (const id of [...posts.keys()].filter((id) => !ids.includes(id))) leave(id);
    const fresh = ids.filter((id) => settings.get(id) !== settingsOf(id)).map(post);
    book.drop(isWatched, { by: 'configuration', at: toIso(clock.now()) });
    await Promise.all(fresh.map((own) => own.learn()));
  };

  const unsubscribe = [
    bus.subscribe('samples', ({ instrument, samples, settled }) => {
      const own = posts.get(instrument);
      if (settled) own?.samples(settled);
      own?.samples(samples);
    }),
    bus.subscribe('event', (event) => posts.get(event.instrument)?.event(event)),
    bus.subscribe('summary', (summary) => posts.get(summary.id)?.summary(summary)),
    bus.subscribe('config', (changed) => {
      config = changed;
      void follow();
    }),
    bus.subscribe('registry', ({ instrument, change }) => {
      if (change === 'added') void posts.get(instrument)?.learn();
    }),
  ];
  const offered = bus.offer(
    'alerts',
    '',
    alertService(book, clock, () => [...posts.values()].flatMap((one) => one.rules())),
  );
  await follow();
  return {
    async [Symbol.asyncDispose]() {
      offered[Symbol.dispose]();
      for (const end of unsubscribe) end();
      for (const one of posts.values()) one[Symbol.dispose]();
      book[Symbol.dispose]();
    },
  };
}
