import { serverNow } from '../../../state/clock.ts';
import { useInstrument } from '../../../state/instruments.ts';
import { useRange } from '../../../state/range.ts';
import { rangeBetween } from '../../../state/range-words.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Plot } from '../../../ui/plot.tsx';
import { bucketsFor, type PlotWindow } from '../../../ui/plot-window.ts';
import { ProblemNote } from '../../../ui/problem.tsx';
import { byStream, firstFields, panelsOf, plotField, titleOf } from '../live/fields.ts';
import { lineOf } from '../live/lines.ts';
import { useHistory } from '../live/use-history.ts';
import styles from './data.module.css';
import type { Chosen } from './use-choice.ts';

const PLOT_PIXELS = 1200;
/** Of more plots nobody sees the first and the last together. */
const MOST_PLOTS = 8;

/** The chosen fields over the time range, those of one unit together. */
export function DataPlots({ chosen: { choice, stream, numbers, window, asked } }: { readonly chosen: Chosen }) {
  const [, setRange] = useRange();
  const id = choice.instrument;
  const fields = numbers.map((field) => plotField(stream.stream, field, stream.fields[field] ?? { title: field }));
  const values = useInstrument(id)?.values ?? [];
  const plotted = choice.fields === undefined ? firstFields(fields, values) : fields.map(({ key }) => key);
  const panels = panelsOf(fields, plotted);
  const history = useHistory(id, byStream(fields, plotted), asked, bucketsFor(PLOT_PIXELS));
  const drawn = panels.slice(0, MOST_PLOTS);
  const left = fields.length - drawn.flatMap((panel) => panel.fields).length;
  const show = ({ from, to }: PlotWindow): void => {
    const end = Math.min(to * 1000, serverNow());
    setRange(rangeBetween(from * 1000, Math.max(end, from * 1000 + 1000)));
  };
  return (
    <section className={styles.plots} aria-label="Plots" aria-busy={history.loading}>
      <ProblemNote error={history.error} what="The plots cannot be shown" />
      {panels.length === 0 && <Empty title="Nothing to plot">None of the chosen fields is a number.</Empty>}
      {drawn.map((panel) => (
        <Plot
          key={panel.fields.map(({ key }) => key).join()}
          {...titleOf(panel)}
          series={panel.fields.map((field) => {
            const own = history.fields.get(field.key);
            return lineOf(field, own, [], undefined);
          })}
          window={window}
          onWindow={show}
          sync={`${id} data`}
          height={180}
        />
      ))}
      {left > 0 && (
        <p className={styles.soft}>
          {left === 1 ? 'One more field is' : `${left} more fields are`} not plotted: choose fields to see others. The
          table and the export have all of them.
        </p>
      )}
    </section>
  );
}
