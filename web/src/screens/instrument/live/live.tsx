import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { serverNow, useNow } from '../../../state/clock.ts';
import { useRange } from '../../../state/range.ts';
import { boundsOf, isLive, rangeBetween } from '../../../state/range-words.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Plot } from '../../../ui/plot.tsx';
import { bucketsFor, type PlotWindow } from '../../../ui/plot-window.ts';
import { ProblemNote } from '../../../ui/problem.tsx';
import { unitWords } from '../../../words/value.ts';
import type { Known } from '../state/known.ts';
import { FieldChoice } from './field-choice.tsx';
import { byStream, firstFields, panelsOf, plotFields } from './fields.ts';
import { askedWindow } from './history.ts';
import { Latest } from './latest.tsx';
import { lineOf } from './lines.ts';
import css from './live.module.css';
import { PlotTools } from './plot-tools.tsx';
import { useHistory } from './use-history.ts';
import { useTail } from './use-tail.ts';

/** A plot is never asked for finer than this: what is wider shows the same stretches wider. */
const PLOT_PIXELS = 1200;

/** Plots of the fields that were chosen, over the page's time range, and the latest of every stream. */
export function LiveTab({ id, overview, described }: Known) {
  const [range, setRange] = useRange();
  const [search, setSearch] = useSearchParams();
  const now = useNow(1000);
  const follows = isLive(range);
  const [from, to] = boundsOf(range, now);
  const window = useMemo((): PlotWindow => ({ from: from / 1000, to: to / 1000 }), [from, to]);
  const fields = useMemo(() => plotFields(described.streams), [described]);

  const written = search.get('fields');
  const chosen = written === null ? firstFields(fields, overview.values) : written.split(',').filter(Boolean);
  const choose = (keys: readonly string[]): void =>
    setSearch(
      (before) =>
        new URLSearchParams([...before].filter(([name]) => name !== 'fields').concat([['fields', keys.join(',')]])),
    );

  const asked = askedWindow(window, follows);
  const history = useHistory(id, byStream(fields, chosen), asked, bucketsFor(PLOT_PIXELS));
  const tail = useTail(id);
  const show = (next: PlotWindow): void => {
    const [begin, end] = [next.from * 1000, Math.min(next.to * 1000, serverNow())];
    setRange(rangeBetween(begin, Math.max(end, begin + 1000)));
  };

  const panels = panelsOf(fields, chosen);
  return (
    <div className={css.live}>
      <section className={css.plots} aria-label="Plots" aria-busy={history.loading}>
        <PlotTools range={range} setRange={setRange}>
          <FieldChoice fields={fields} streams={described.streams} chosen={chosen} choose={choose} />
        </PlotTools>
        <ProblemNote error={history.error} what="The history cannot be shown" />
        {panels.length === 0 && <Empty title="Nothing is plotted">Choose fields above.</Empty>}
        {panels.map((panel) => (
          <Plot
            key={panel.fields.map(({ key }) => key).join()}
            title={panel.fields.length === 1 ? (panel.fields[0]?.title ?? '') : unitWords(panel.unit)}
            unit={panel.fields.length === 1 ? unitWords(panel.unit) : undefined}
            series={panel.fields.map((field) =>
              lineOf(
                field,
                history.fields.get(field.key),
                follows ? (tail.get(field.stream) ?? []) : [],
                overview.streams[field.stream]?.interval,
              ),
            )}
            window={window}
            onWindow={show}
            sync={id}
            height={panels.length === 1 ? 320 : 200}
          />
        ))}
      </section>
      <Latest id={id} streams={described.streams} now={overview.streams} tail={tail} />
    </div>
  );
}
