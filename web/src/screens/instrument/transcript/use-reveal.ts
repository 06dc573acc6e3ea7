import { useEffect, useRef, useState } from 'react';
import { rowAt } from './pieces.ts';
import type { Row } from './rows.ts';

/** Brings the place of the address, or what was found, into sight: once for each that is asked for. */
export function useReveal(rows: readonly Row[], wanted: string | undefined, busy: boolean) {
  const [reveal, setReveal] = useState<{ readonly row: number }>();
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (busy || wanted === undefined || wanted === shown.current) return;
    const row = rowAt(rows, wanted);
    if (row === undefined) return;
    shown.current = wanted;
    setReveal({ row });
  }, [rows, wanted, busy]);
  return reveal;
}
