import { useEffect, useRef, useState } from 'react';
import type { InstrumentOverview } from '../../../../../src/model/api/instrument.ts';
import { subscribe } from '../../../api/live.ts';
import { type Fetched, useGet } from '../../../api/use-get.ts';
import { serverNow } from '../../../state/clock.ts';
import { perFrame } from '../../../state/per-frame.ts';
import { withJob, withParameters, withSamples } from './apply-live.ts';

type Change = (before: InstrumentOverview) => InstrumentOverview;

/** All that there is to say of an instrument, as it stands now. What is told live is brought in once a picture. */
export function useOverview(id: string): Fetched<InstrumentOverview> {
  const fetched = useGet<InstrumentOverview>(`/instruments/${id}`);
  const { data: asked, reload } = fetched;
  const [overview, setOverview] = useState(asked);
  const stood = useRef<{ readonly state?: string | undefined; readonly late?: boolean | undefined }>({});

  useEffect(() => {
    setOverview(asked);
    stood.current = { state: asked?.state, late: asked?.late };
  }, [asked]);

  useEffect(() => {
    let changes: Change[] = [];
    const take = perFrame(() => {
      const all = changes;
      changes = [];
      setOverview((before) => before && all.reduce((own, change) => change(own), before));
    });
    const change = (one: Change): void => {
      changes.push(one);
      take();
    };
    const of = [id];
    const ends = [
      subscribe('samples', of, (told) => change((own) => withSamples(own, told, new Date(serverNow()).toISOString()))),
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
