import { useState } from 'react';
import css from './plot.module.css';
import type { PlotSeries } from './plot-series.ts';
import type { PlotWindow } from './plot-window.ts';

/** More lines than this nobody reads. */
const MOST_ROWS = 50;

interface Props {
  readonly title: string;
  readonly series: readonly PlotSeries[];
  readonly window: PlotWindow;
}

/** What a plot shows, for those who cannot see it. */
export function PlotTable({ title, series, window }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className={css.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title} as a table</summary>
      {open && series.map((own) => <Rows key={own.key} series={own} window={window} />)}
    </details>
  );
}

function Rows({ series: { label, columns, failed }, window }: { series: PlotSeries; window: PlotWindow }) {
  const shown = columns.time.flatMap((time, i) => (time >= window.from && time <= window.to ? [i] : []));
  const step = Math.max(1, Math.ceil(shown.length / MOST_ROWS));
  const rows = shown.filter((_, i) => i % step === 0);
  const every = step === 1 ? '' : `, every ${step}th of ${shown.length}`;
  return (
    <div className={css.scroll}>
      <table>
        <caption>
          {label}
          {every}; {failed.length === 0 ? 'no value failed a test' : `${failed.length} failed a test`}
        </caption>
        <thead>
          <tr>
            {['Time (UTC)', 'Mean', 'Least', 'Greatest'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((i) => (
            <tr key={columns.time[i]}>
              <th scope="row">{new Date((columns.time[i] ?? 0) * 1000).toISOString()}</th>
              {[columns.mean, columns.min, columns.max].map((column, c) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns, always the same
                <td key={c}>{column[i] === null ? 'gap' : Number(column[i]?.toPrecision(7))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
