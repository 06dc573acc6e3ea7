import { useMemo } from 'react';
import type { StreamState } from '../../../../../src/model/api/instrument.ts';
import { serverNow } from '../../../state/clock.ts';
import { type Range, rangeBetween } from '../../../state/range-words.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Plot } from '../../../ui/plot.tsx';
import { bucketsFor, type PlotWindow } from '../../../ui/plot-window.ts';
import { ProblemNote } from '../../../ui/problem.tsx';
import { byStream, type PlotField, panelsOf, titleOf } from './fields.ts';
import { askedWindow } from './history.ts';
import { lineOf } from './lines.ts';
import css from './live.module.css';
import type { Tail } from './tail.ts';
import { useHistory } from './use-history.ts';

/** A plot is never asked for finer than this: what is wider shows the same stretches wider. */
const PLOT_PIXELS = 1200;
const HEIGHT = { only: 320, many: 200 } as const;
const NO_TAIL: Tail = new Map();

interface Props {
  readonly id: string;
  readonly fields: readonly PlotField[];
  readonly chosen: readonly string[];
  readonly window: PlotWindow;
  /** The window ends now, and goes on. */
  readonly follows: boolean;
  readonly tail: Tail;
  readonly streams: Readonly<Record<string, StreamState>>;
  readonly setRange: (range: Range) => void;
}

/** A plot for each unit: what is stored, and behind it what comes. */
export function Plots({ id, fields, chosen, window, follows, tail, streams, setRange }: Props) {
  const asked = askedWindow(window, follows);
  const history = useHistory(id, byStream(fields, chosen), asked, bucketsFor(PLOT_PIXELS));
  const shown = follows ? tail : NO_TAIL;
  const panels = useMemo(
    () =>
      panelsOf(fields, chosen).map((panel) => ({
        ...titleOf(panel),
        key: panel.fields.map(({ key }) => key).join(),
        series: panel.fields.map((field) =>
          lineOf(field, history.fields.get(field.key), shown.get(field.stream) ?? [], streams[field.stream]?.interval),
        ),
      })),
    [fields, chosen, history.fields, shown, streams],
  );
  const show = (next: PlotWindow): void => {
    const [begin, end] = [next.from * 1000, Math.min(next.to * 1000, serverNow())];
    setRange(rangeBetween(begin, Math.max(end, begin + 1000)));
  };
  return (
    <div className={css.panels} aria-busy={history.loading}>
      <ProblemNote error={history.error} what="The history cannot be shown" />
      {panels.length === 0 && <Empty title="Nothing is plotted">Choose fields above.</Empty>}
      {panels.map(({ key, title, unit, series }) => (
        <Plot
          key={key}
          title={title}
          unit={unit}
          series={series}
          window={window}
          onWindow={show}
          sync={id}
          height={panels.length === 1 ? HEIGHT.only : HEIGHT.many}
        />
      ))}
    </div>
  );
}
