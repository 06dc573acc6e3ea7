import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { z } from 'zod';
import type { storedStream } from '../../../../../src/model/api/data.ts';
import { useNow } from '../../../state/clock.ts';
import { useInstrument } from '../../../state/instruments.ts';
import { useRange } from '../../../state/range.ts';
import { boundsOf, isLive } from '../../../state/range-words.ts';
import type { PlotWindow } from '../../../ui/plot-window.ts';
import { askedUpToNow } from './asked.ts';
import type { Choice } from './choice.ts';
import { firstStream } from './first-stream.ts';

export type Stream = z.infer<typeof storedStream>;

export interface Chosen {
  readonly stream: Stream;
  /** All of them where nobody has chosen. */
  readonly fields: readonly string[];
  /** Those that are numbers: what can be plotted and summed up. */
  readonly numbers: readonly string[];
  readonly window: PlotWindow;
  /** What is asked for; up to now, it is another one only every so often. */
  readonly asked: PlotWindow;
  readonly choice: Choice;
  readonly put: (name: string, value: string | undefined) => void;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What is looked at, out of the page's address: stream, fields (those that are plotted live too), time, quality. */
export function useChoice(id: string, streams: readonly Stream[] | undefined): Chosen | undefined {
  const [search, setSearch] = useSearchParams();
  const [range] = useRange();
  const values = useInstrument(id)?.values ?? [];
  const now = useNow(isLive(range) ? 1000 : 3_600_000);
  const [from, to] = boundsOf(range, now);
  const window = useMemo((): PlotWindow => ({ from: from / 1000, to: to / 1000 }), [from, to]);
  const put = (name: string, value: string | undefined): void =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value === undefined) next.delete(name);
      else next.set(name, value);
      return next;
    });

  const wanted = search.get('stream');
  const stream = streams?.find((one) => one.stream === wanted) ?? firstStream(streams ?? [], values);
  if (stream === undefined) return undefined;
  const asked = isLive(range) ? askedUpToNow(window) : window;
  const written = (search.get('fields') ?? '').split(',').filter((key) => key.startsWith(`${stream.stream}.`));
  const known = Object.keys(stream.fields);
  const some = written
    .map((key) => key.slice(stream.stream.length + 1))
    .filter((name) => Object.hasOwn(stream.fields, name));
  const fields = some.length > 0 ? some : known;
  const choice: Choice = {
    instrument: id,
    stream: stream.stream,
    ...(fields.length < known.length && { fields }),
    from: iso(asked.from),
    to: iso(asked.to),
    goodOnly: search.get('good') === '1',
  };
  const numbers = fields.filter((name) => ['number', 'integer'].includes(stream.fields[name]?.type ?? ''));
  return { stream, fields, numbers, window, asked, choice, put };
}
