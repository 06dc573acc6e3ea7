import { useEffect, useRef } from 'react';
import { connection } from '../../../api/connection.ts';

/** Does something when a server that was lost is back. */
export function useWhenBack(reload: () => void): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    let wasLost = false;
    return connection.subscribe(() => {
      const { state } = connection.get();
      if (state === 'live' && wasLost) latest.current();
      wasLost = state === 'lost';
    });
  }, []);
}
