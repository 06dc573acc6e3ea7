import type { LiveData, LiveTopic } from '../../../src/model/api/live.ts';
import { get } from '../api/client.ts';
import { connection } from '../api/connection.ts';
import { gaps, subscribe } from '../api/live.ts';
import { perFrame } from './per-frame.ts';
import { createStore, type Store } from './store.ts';

/** What was asked for over a connection that broke may never be answered: it must not keep what is asked for next from being asked. */
const LONGEST_MS = 30_000;

/** Things by their key, as the server has them. */
export interface Collected<T> {
  readonly items: ReadonlyMap<string, T>;
  /** An answer has come at least once. */
  readonly known: boolean;
  readonly error: unknown;
}

export interface Collection<T> {
  readonly store: Store<Collected<T>>;
  /** Asks, and keeps what came up to date. Returns the function that ends it. */
  start(): () => void;
  reload(): void;
  /** Brings in an answer to what this page asked for; what is gone goes. */
  put(item: T, gone?: boolean): void;
}

interface Plan<T, Topic extends LiveTopic> {
  readonly path: string;
  readonly topic: Topic;
  readonly keyOf: (item: T) => string;
  /** Brings one message in; `unknown` where only asking anew helps. */
  readonly take: (items: Map<string, T>, told: LiveData<Topic>) => 'unknown' | undefined;
}

/** What is asked for once and then told live. What is told while the answer is awaited is brought in behind it; all of a picture at once. */
export function createCollection<T, Topic extends LiveTopic>(plan: Plan<T, Topic>): Collection<T> {
  const store = createStore<Collected<T>>({ items: new Map(), known: false, error: undefined });
  let told: LiveData<Topic>[] = [];
  let asking = false;
  let askAgain = false;

  const takeAll = perFrame(() => {
    if (asking || told.length === 0) return;
    const items = new Map(store.get().items);
    const lost = told.filter((one) => plan.take(items, one) === 'unknown');
    told = [];
    store.update((before) => ({ ...before, items }));
    if (lost.length > 0) reload();
  });

  const ask = async (): Promise<void> => {
    asking = true;
    do {
      askAgain = false;
      const before = told.length;
      try {
        const list = await get<readonly T[]>(plan.path, AbortSignal.timeout(LONGEST_MS));
        store.set({ items: new Map(list.map((item) => [plan.keyOf(item), item])), known: true, error: undefined });
        // What had been told before it was asked for is in the answer.
        told = told.slice(before);
      } catch (error) {
        store.update((before) => ({ ...before, error }));
      }
    } while (askAgain);
    asking = false;
    takeAll();
  };
  const reload = (): void => {
    askAgain = true;
    if (!asking) void ask();
  };

  return {
    store,
    reload,
    put(item, gone = false) {
      const items = new Map(store.get().items);
      if (gone) items.delete(plan.keyOf(item));
      else items.set(plan.keyOf(item), item);
      store.update((before) => ({ ...before, items }));
    },
    start() {
      const ends = [
        subscribe(plan.topic, undefined, (one) => {
          told.push(one);
          takeAll();
        }),
        gaps.listen(reload),
        // The first time too: what happened between the answer and the first that was told would be missed.
        connection.subscribe(() => connection.get().state === 'live' && reload()),
      ];
      reload();
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
