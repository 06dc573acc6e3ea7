import { useEffect, useRef, useState } from 'react';
import { rowAt } from './pieces.ts';
import type { Row } from './rows.ts';
import type { View } from './transcript-row.tsx';

/** Brings the place of the address, or what was found, into sight: once for each that is asked for, and when it is shown in another way. */
export function useReveal(rows: readonly Row[], wanted: string | undefined, view: View, busy: boolean) {
  const [reveal, setReveal] = useState<{ readonly row: number }>();
  const shown = useRef<string>(undefined);
  useEffect(() => {
    const own = `${view} ${wanted}`;
    if (busy || wanted === undefined || own === shown.current) return;
    const row = rowAt(rows, wanted);
    if (row === undefined) return;
    shown.current = own;
    setReveal({ row });
  }, [rows, wanted, view, busy]);
  return reveal;
}
