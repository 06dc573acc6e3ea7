import { useCallback, useEffect, useRef, useState } from 'react';
import { get } from '../../../api/client.ts';
import { appended, endOf, type Held, held, NOTHING, type Page, prepended } from './held.ts';
import { laidOver, type Span } from './live-marks.ts';
import type { Entry, Hit } from './rows.ts';
import { type Line, transcriptPath } from './transcript-path.ts';
import { useLiveBytes } from './use-live-bytes.ts';
import { useWhenBack } from './use-when-back.ts';

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
const MOST_WAITING = 500;

interface State {
  readonly held: Held;
  readonly hit?: Hit | undefined;
  readonly loading: boolean;
  readonly error?: unknown;
  /** Samples that came live before their bytes. */
  readonly waiting?: readonly Span[];
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

  const come = useCallback(
    (entries: readonly Entry[], spans: readonly Span[]) =>
      setState((before) => {
        const own = appended(before.held, { entries });
        const { chunks, waiting } = laidOver(own.chunks, [...(before.waiting ?? []), ...spans].slice(-MOST_WAITING));
        return { ...before, held: { ...own, chunks }, waiting };
      }),
    [],
  );
  const atEnd = !state.loading && state.held.next === undefined;
  useLiveBytes(live && atEnd ? { id, link } : undefined, () => endOf(latest.current.held), come);
  return { held: state.held, hit: state.hit, loading: state.loading, error: state.error, begin, more, show };
}
