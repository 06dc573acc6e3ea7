import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type Range, readRange, writeRange } from './range-words.ts';

/** The page's time range, out of its address: a link carries it, and the browser's *Back* goes to the one before. */
export function useRange(): readonly [Range, (range: Range) => void] {
  const [search, setSearch] = useSearchParams();
  const written = search.toString();
  const range = useMemo(() => readRange(new URLSearchParams(written)), [written]);
  return [range, (next) => setSearch((before) => writeRange(before, next))];
}
