import { useEffect, useState } from 'react';
import type { LiveData } from '../../../../../src/model/api/live.ts';
import { subscribe } from '../../../api/live.ts';
import { perFrame } from '../../../state/per-frame.ts';
import { keep, liveSamples, type Tail } from './tail.ts';

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
        for (const one of all) next.set(one.stream, keep(next.get(one.stream) ?? [], liveSamples(one)));
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
