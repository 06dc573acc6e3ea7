import { useCallback, useEffect, useState } from 'react';
import { recovered } from './connection.ts';
import { gaps } from './live.ts';

/** A number that is another one whenever an answer is to be asked for anew: after a gap, when a lost server is back, and on demand. */
export function useRound(): readonly [round: number, again: () => void] {
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => gaps.listen(again), [again]);
  useEffect(() => recovered.listen(again), [again]);
  return [round, again];
}
