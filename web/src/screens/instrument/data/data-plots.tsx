import { serverNow } from '../../../state/clock.ts';
import { useRange } from '../../../state/range.ts';
import { rangeBetween } from '../../../state/range-words.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Plot } from '../../../ui/plot.tsx';
import { bucketsFor, type PlotWindow } from '../../../ui/plot-window.ts';
import { ProblemNote } from '../../../ui/problem.tsx';
import { unitWords } from '../../../words/value.ts';
import { panelsOf } from '../live/fields.ts';
import { lineOf } from '../live/lines.ts';
import { useHistory } from '../live/use-history.ts';
import styles from './data.module.css';
import type { Chosen } from './use-choice.ts';

const PLOT_PIXELS = 1200;
/** Of more plots nobody sees the first and the last together. */
const MOST_PLOTS = 6;

/** The chosen fields over the time range, those of one unit together. */
export function DataPlots({
  chosen: { choice, stream, numbers, window, asked, goodOnly },
}: {
  readonly chosen: Chosen;
}) {
  const [, setRange] = useRange();
  const id = choice.instrument;
  const history = useHistory(id, new Map([[stream.stream, numbers]]), asked, bucketsFor(PLOT_PIXELS));
  const fields = numbers.map((field) => ({
    key: `${stream.stream}.${field}`,
    stream: stream.stream,
    field,
    title: stream.fields[field]?.title ?? field,
    unit: stream.fields[field]?.unit,
  }));
  const panels = panelsOf(
    fields,
    fields.map(({ key }) => key),
  );
  const show = ({ from, to }: PlotWindow): void => {
    const end = Math.min(to * 1000, serverNow());
    setRange(rangeBetween(from * 1000, Math.max(end, from * 1000 + 1000)));
  };
  return (
    <section className={styles.plots} aria-label="Plots" aria-busy={history.loading}>
      <ProblemNote error={history.error} what="The plots cannot be shown" />
      {panels.length === 0 && <Empty title="Nothing to plot">None of the chosen fields is a number.</Empty>}
      {panels.slice(0, MOST_PLOTS).map((panel) => (
        <Plot
          key={panel.fields.map(({ key }) => key).join()}
          title={panel.fields.length === 1 ? (panel.fields[0]?.title ?? '') : unitWords(panel.unit)}
          unit={panel.fields.length === 1 ? unitWords(panel.unit) : undefined}
          series={panel.fields.map((field) => {
            const line = lineOf(field, history.fields.get(field.key), [], undefined);
            return goodOnly ? { ...line, failed: [] } : line;
          })}
          window={window}
          onWindow={show}
          sync={`${id} data`}
          height={180}
        />
      ))}
      {panels.length > MOST_PLOTS && (
        <p className={styles.soft}>
          {panels.length - MOST_PLOTS} more plots are not drawn: choose fewer fields. All of them are in the table and
          the export.
        </p>
      )}
    </section>
  );
}
