import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** A choice that stands in the page's address, so that a link carries it; the fallback is not written there. */
export function useParam(name: string, fallback = ''): readonly [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === fallback) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [name, fallback, setSearch],
  );
  return [search.get(name) ?? fallback, set];
}
