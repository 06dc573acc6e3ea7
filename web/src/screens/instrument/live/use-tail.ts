import { useEffect, useState } from 'react';
import type { LiveData } from '../../../../../src/model/api/live.ts';
import { subscribe } from '../../../api/live.ts';
import { perFrame } from '../../../state/per-frame.ts';

export type LiveSample = LiveData<'samples'>['samples'][number];
/** What came since the page looks, by stream, oldest first. */
export type Tail = ReadonlyMap<string, readonly LiveSample[]>;

/** So many of each stream are kept: what is older has been stored meanwhile, and is asked for. */
const MOST = 2000;

/** Hears the samples of an instrument, and shows those of one picture together. */
export function useTail(id: string): Tail {
  const [tail, setTail] = useState<Tail>(new Map());
  useEffect(() => {
    setTail(new Map());
    let told: LiveData<'samples'>[] = [];
    const take = perFrame(() => {
      const all = told;
      told = [];
      setTail((before) => {
        const next = new Map(before);
        for (const { stream, samples } of all) next.set(stream, [...(next.get(stream) ?? []), ...samples].slice(-MOST));
        return next;
      });
    });
    return subscribe('samples', [id], (one) => {
      told.push(one);
      take();
    });
  }, [id]);
  return tail;
}
