import { useEffect, useRef } from 'react';
import { recovered } from '../../../api/connection.ts';

/** Does something when a server that was lost is back. */
export function useWhenBack(reload: () => void): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => recovered.listen(() => latest.current()), []);
}
