import { useCallback, useEffect, useRef, useState } from 'react';
import { API, get } from '../../../api/client.ts';
import { appended, type Held, held, NOTHING, type Page, prepended } from './held.ts';
import type { Entry, Hit } from './rows.ts';
import { useWhenBack } from './use-when-back.ts';

/** Whose bytes. */
export interface Line {
  readonly id: string;
  /** Where the instrument has several. */
  readonly link: string | undefined;
}

/** Where to begin: with the newest byte, or around a place in the log or a time. */
export type Start = 'newest' | { readonly at: string };

export interface Transcript {
  readonly held: Held;
  readonly hit: Hit | undefined;
  readonly loading: boolean;
  readonly error: unknown;
  /** Shows another stretch of it. */
  readonly begin: (start: Start) => void;
  /** The page before what is held, or the one behind it. */
  readonly more: (where: 'before' | 'behind') => void;
  /** Shows the page that a search has found. */
  readonly show: (page: Page & { readonly hit?: Hit }) => void;
}

/** So many pieces are asked for at once. */
const PAGE = 500;

export const transcriptPath = (
  { id, link }: Line,
  query: Readonly<Record<string, string | undefined>>,
  what = 'transcript',
): string => {
  const given = Object.entries({ ...query, link }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/instruments/${encodeURIComponent(id)}/${what}?${new URLSearchParams(given)}`;
};

interface State {
  readonly held: Held;
  readonly hit?: Hit | undefined;
  readonly loading: boolean;
  readonly error?: unknown;
}

/** What went over an instrument's line, in pages, and as it comes where `live`. */
export function useTranscript(line: Line, first: Start, live: boolean): Transcript {
  const { id, link } = line;
  const [state, setState] = useState<State>({ held: NOTHING, loading: true });
  const asked = useRef<AbortController>(undefined);
  const latest = useRef(state);
  latest.current = state;

  const ask = useCallback(
    async (query: Readonly<Record<string, string | undefined>>, take: (before: Held, page: Page) => Held) => {
      asked.current?.abort();
      const stop = new AbortController();
      asked.current = stop;
      setState((before) => ({ ...before, loading: true }));
      try {
        const page = await get<Page>(transcriptPath({ id, link }, { limit: String(PAGE), ...query }), stop.signal);
        setState(({ held: before, hit }) => ({ held: take(before, page), hit, loading: false }));
      } catch (error) {
        if (!stop.signal.aborted) setState((before) => ({ ...before, loading: false, error }));
      }
    },
    [id, link],
  );
  const begin = useCallback(
    (start: Start) => {
      setState({ held: NOTHING, loading: true });
      void ask(start === 'newest' ? {} : start, (_, page) => held(page));
    },
    [ask],
  );
  const more = useCallback(
    (where: 'before' | 'behind') => {
      const { held: own, loading } = latest.current;
      const place = where === 'before' ? own.previous : own.next;
      if (loading || place === undefined) return;
      if (where === 'before') void ask({ before: place }, prepended);
      else void ask({ from: place }, appended);
    },
    [ask],
  );
  const show = useCallback((page: Page & { readonly hit?: Hit }) => {
    asked.current?.abort();
    setState({ held: held(page), hit: page.hit, loading: false });
  }, []);

  const start = useRef(first);
  start.current = first;
  useEffect(() => {
    begin(start.current);
    return () => asked.current?.abort();
  }, [begin]);
  useWhenBack(() => live && begin('newest'));

  const add = useCallback(
    (entries: readonly Entry[]) => setState((before) => ({ ...before, held: appended(before.held, { entries }) })),
    [],
  );
  const atEnd = !state.loading && state.held.next === undefined;
  useLive(live && atEnd ? { id, link } : undefined, latest, add);
  return { held: state.held, hit: state.hit, loading: state.loading, error: state.error, begin, more, show };
}

/** Hears what comes, behind the last piece that is held; what comes together is added together. */
function useLive(
  line: Line | undefined,
  latest: { readonly current: State },
  add: (entries: readonly Entry[]) => void,
): void {
  const { id, link } = line ?? {};
  useEffect(() => {
    if (id === undefined) return;
    const from = latest.current.held.chunks.at(-1)?.position;
    const source = new EventSource(`${API}${transcriptPath({ id, link }, { from }, 'transcript/live')}`);
    let waiting: Entry[] = [];
    const flush = setInterval(() => {
      if (waiting.length === 0) return;
      add(waiting);
      waiting = [];
    }, 100);
    source.addEventListener('entry', ({ data }) => waiting.push(JSON.parse(data)));
    return () => {
      source.close();
      clearInterval(flush);
    };
  }, [id, link, latest, add]);
}
