import { useCallback, useEffect, useRef, useState } from 'react';
import { get } from '../../api/client.ts';
import { gaps, subscribe } from '../../api/live.ts';
import { perFrame } from '../../state/per-frame.ts';
import { type EventFilter, type EventItem, eventsPath, isWanted, keyOf } from './event-filter.ts';

interface Answer {
  readonly events: readonly EventItem[];
  readonly next?: string;
}

interface Held {
  readonly events: readonly EventItem[];
  /** Where the older ones begin; absent where there are none. */
  readonly next: string | undefined;
}

const PAGE = 100;
/** So many are kept on the page while it is only watched; who looks at older ones has all of them. */
const MOST_WATCHED = 500;

/** Events, newest first: those that were, page by page, and on top of them those that come. */
export function useEvents(filter: EventFilter) {
  const [held, setHeld] = useState<Held>();
  const [error, setError] = useState<unknown>();
  const [loading, setLoading] = useState(false);
  const [round, setRound] = useState(0);
  const asked = useRef<AbortController>(undefined);

  const load = useCallback(
    async (before?: string) => {
      asked.current?.abort();
      const own = new AbortController();
      asked.current = own;
      setLoading(true);
      try {
        const { events, next } = await get<Answer>(eventsPath(filter, PAGE, before), own.signal);
        setError(undefined);
        setHeld((old) => ({
          events: distinct([...(before === undefined ? [] : (old?.events ?? [])), ...events]),
          next,
        }));
      } catch (thrown) {
        if (!own.signal.aborted) setError(thrown);
      } finally {
        if (!own.signal.aborted) setLoading(false);
      }
    },
    [filter],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is asked for by its number alone
  useEffect(() => {
    void load();
    return () => asked.current?.abort();
  }, [load, round]);
  useEffect(() => gaps.listen(() => setRound((before) => before + 1)), []);
  useEffect(() => {
    let come: EventItem[] = [];
    const show = perFrame(() => {
      const newest = come.toReversed();
      come = [];
      setHeld((old) => old && { ...old, ...shortened(distinct([...newest, ...old.events]), old) });
    });
    return subscribe('event', filter.instrument === '' ? undefined : [filter.instrument], (event) => {
      if (!isWanted(event, filter)) return;
      come.push(event);
      show();
    });
  }, [filter]);

  const older = held?.next === undefined ? undefined : () => void load(held.next);
  return { events: held?.events, error, loading, older, reload: () => setRound((before) => before + 1) };
}

const distinct = (events: readonly EventItem[]): readonly EventItem[] => [
  ...new Map(events.map((event) => [keyOf(event), event])).values(),
];

/** What is left out at the end is asked for again when it is wanted. */
function shortened(events: readonly EventItem[], before: Held): Held {
  const most = Math.max(MOST_WATCHED, before.events.length);
  return events.length <= most
    ? { events, next: before.next }
    : { events: events.slice(0, most), next: events[most - 1]?.time };
}
