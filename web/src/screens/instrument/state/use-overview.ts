import { useEffect, useRef, useState } from 'react';
import type { InstrumentOverview } from '../../../../../src/model/api/instrument.ts';
import { subscribe } from '../../../api/live.ts';
import { type Fetched, useGet } from '../../../api/use-get.ts';
import { serverNow } from '../../../state/clock.ts';
import { perFrame } from '../../../state/per-frame.ts';
import { hasSamples, withJob, withParameters, withSamples } from './apply-live.ts';

type Change = (before: InstrumentOverview) => InstrumentOverview;

/** All that there is to say of an instrument, as it stands now. What is told live is brought in once a picture. */
export function useOverview(id: string): Fetched<InstrumentOverview> {
  const fetched = useGet<InstrumentOverview>(`/instruments/${id}`);
  const { data: asked, loading, reload } = fetched;
  const [overview, setOverview] = useState(asked);
  const stood = useRef<{ readonly state?: string | undefined; readonly late?: boolean | undefined }>({});

  /** Told while an answer is on its way, which may be older. */
  const meanwhile = useRef<Change[]>([]);
  const isAsking = useRef(loading);
  isAsking.current = loading;

  useEffect(() => {
    const told = meanwhile.current;
    meanwhile.current = [];
    setOverview(asked && told.reduce((own, change) => change(own), asked));
    stood.current = { state: asked?.state, late: asked?.late };
  }, [asked]);

  useEffect(() => {
    let changes: Change[] = [];
    const take = perFrame(() => {
      const all = changes;
      changes = [];
      setOverview((before) => before && all.reduce((own, change) => change(own), before));
    });
    const change = (one: Change, again = one): void => {
      changes.push(one);
      if (isAsking.current) meanwhile.current.push(again);
      take();
    };
    const of = [id];
    const ends = [
      subscribe('samples', of, (told) => {
        const now = new Date(serverNow()).toISOString();
        const count = (own: InstrumentOverview): InstrumentOverview => withSamples(own, told, now);
        change(count, (own) => (hasSamples(own, told) ? own : count(own)));
      }),
      subscribe('parameters', of, (told) => change((own) => withParameters(own, told))),
      subscribe('job', of, (told) => change((own) => withJob(own, told))),
      subscribe('summary', of, (told) => {
        // What is possible in another state, and which stream is late, only the server knows.
        const { state, late } = { ...stood.current, ...told };
        if (state !== stood.current.state || late !== stood.current.late) reload();
        stood.current = { state, late };
      }),
      subscribe('alert', undefined, ({ instrument }) => {
        if (instrument === id) reload();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [id, reload]);

  return { ...fetched, data: overview?.id === id ? overview : undefined };
}
