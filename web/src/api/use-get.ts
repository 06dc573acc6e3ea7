import { useEffect, useState } from 'react';
import { get } from './client.ts';
import { useRound } from './use-round.ts';

export interface Fetched<T> {
  /** The last answer; it stays while the next is awaited and when that fails. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Asks for something, and again when the path changes, after a gap, and when a lost server is back. Nothing is asked where there is no path. */
export function useGet<T>(path: string | undefined): Fetched<T> {
  const [answer, setAnswer] = useState<{ path?: string; data?: T; error?: unknown }>({});
  const [loading, setLoading] = useState(path !== undefined);
  const [round, reload] = useRound();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is asked for by its number alone
  useEffect(() => {
    if (path === undefined) return setLoading(false);
    const stop = new AbortController();
    setLoading(true);
    get<T>(path, stop.signal)
      .then((data) => setAnswer({ path, data }))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setAnswer((before) => ({ ...(before.path === path && before), path, error }));
      })
      .finally(() => {
        if (!stop.signal.aborted) setLoading(false);
      });
    return () => stop.abort();
  }, [path, round]);

  const own = answer.path === path ? answer : {};
  return { data: own.data, error: own.error, loading, reload };
}
