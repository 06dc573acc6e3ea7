import { useEffect, useState } from 'react';
import { get } from '../../../api/client.ts';
import { useRound } from '../../../api/use-round.ts';
import type { BucketColumns } from '../../../ui/plot-columns.ts';
import type { PlotWindow } from '../../../ui/plot-window.ts';
import { bucketsPath } from './history.ts';

interface Answer {
  readonly width: number;
  readonly time: readonly string[];
  readonly fields: Readonly<Record<string, Omit<BucketColumns, 'width' | 'time'>>>;
}

/** A field's history: with all values, and without those that failed a test. */
export interface FieldHistory {
  readonly all: BucketColumns;
  readonly good: BucketColumns;
}

export interface History {
  /** By `stream.field`. */
  readonly fields: ReadonlyMap<string, FieldHistory>;
  readonly window: PlotWindow | undefined;
  readonly error: unknown;
  readonly loading: boolean;
}

const NOTHING: History = { fields: new Map(), window: undefined, error: undefined, loading: true };

/** What is stored of the fields of a window, in so many stretches. What was there before stays until the answer has come. */
export function useHistory(
  id: string,
  streams: ReadonlyMap<string, readonly string[]>,
  { from, to }: PlotWindow,
  buckets: number,
): History {
  const [history, setHistory] = useState<History>(NOTHING);
  const [round] = useRound();
  const wanted = JSON.stringify([...streams]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is asked for by its number alone
  useEffect(() => {
    const stop = new AbortController();
    setHistory((before) => ({ ...before, loading: true }));
    const places: [string, string[]][] = JSON.parse(wanted);
    Promise.all(places.map(([stream, fields]) => ask({ id, stream, fields }, { from, to }, buckets, stop.signal)))
      .then((answers) =>
        setHistory({ fields: new Map(answers.flat()), window: { from, to }, error: undefined, loading: false }),
      )
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setHistory((before) => ({ ...before, error, loading: false }));
      });
    return () => stop.abort();
  }, [id, wanted, from, to, buckets, round]);
  return history;
}

async function ask(
  place: { readonly id: string; readonly stream: string; readonly fields: readonly string[] },
  window: PlotWindow,
  buckets: number,
  signal: AbortSignal,
): Promise<[string, FieldHistory][]> {
  const [all, good] = await Promise.all(
    [false, true].map((withoutFailed) => get<Answer>(bucketsPath(place, window, { buckets, withoutFailed }), signal)),
  );
  return place.fields.flatMap((field): [string, FieldHistory][] => {
    const [own, without] = [columnsFrom(all, field), columnsFrom(good, field)];
    return own && without ? [[`${place.stream}.${field}`, { all: own, good: without }]] : [];
  });
}

const columnsFrom = (answer: Answer | undefined, field: string): BucketColumns | undefined => {
  const columns = answer?.fields[field];
  return answer && columns && { width: answer.width, time: answer.time, ...columns };
};
