import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { serverNow } from '../state/clock.ts';
import css from './plot.module.css';
import { useRedraw, useWheel, useWidth } from './plot-hooks.ts';
import { plotOptions } from './plot-options.ts';
import { alignedData, lineColour, PER_SERIES, type PlotSeries } from './plot-series.ts';
import { PlotTable } from './plot-table.tsx';
import { PLOT_KEYS, type PlotWindow } from './plot-window.ts';

export interface PlotProps {
  readonly title: string;
  readonly unit?: string | undefined;
  readonly series: readonly PlotSeries[];
  readonly window: PlotWindow;
  /** Somebody wants to see another stretch of time. */
  readonly onWindow: (window: PlotWindow) => void;
  readonly sync?: string | undefined;
  readonly height?: number;
  /** Beside the title. */
  readonly children?: ReactNode;
}

const KEYS = 'Arrow keys move in time, plus and minus zoom, a drag chooses a stretch.';
const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** Lines over time: means as lines, least to greatest as bands, failed values as crosses, gaps as gaps. */
export function Plot({ title, unit, series, window, onWindow, sync, height = 200, children }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [cursor, setCursor] = useState<number | null>(null);
  const plot = useRef<uPlot>(undefined);
  const data = useMemo(() => alignedData(series), [series]);
  const latest = useRef({ series, onWindow, window, data });
  latest.current = { series, onWindow, window, data };
  const keys = series.map(({ key }) => key).join(' ');

  useEffect(() => {
    if (frame.current === null || width === 0) return;
    const options = plotOptions(
      keys.split(' ').filter(Boolean),
      { width, height },
      {
        series: () => latest.current.series,
        onWindow: (next) => latest.current.onWindow(next),
        onCursor: setCursor,
        sync,
      },
    );
    const { data: first, window: shown } = latest.current;
    const own = new uPlot(options, first, frame.current);
    own.setScale('x', { min: shown.from, max: shown.to });
    plot.current = own;
    return () => {
      plot.current = undefined;
      own.destroy();
    };
  }, [keys, width, height, sync]);

  useEffect(() => {
    plot.current?.batch(() => {
      plot.current?.setData(data, false);
      plot.current?.setScale('x', { min: window.from, max: window.to });
    });
  }, [data, window]);
  useRedraw(plot);
  useWheel(frame, plot, latest);

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : PLOT_KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWindow(act(window, serverNow() / 1000));
  };

  return (
    <figure className={css.plot} aria-label={title}>
      <figcaption className={css.caption}>
        <span className={css.title}>
          {title}
          {unit !== undefined && <span className={css.unit}> {unit}</span>}
        </span>
        <Legend series={series} data={data} cursor={cursor} />
        <Failed count={series.reduce((sum, { failed }) => sum + failed.length, 0)} />
        {children}
      </figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a plot is no fieldset */}
      <div
        ref={frame}
        className={css.frame}
        style={{ height }}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved and zoomed by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        aria-label={`${title}${unit === undefined ? '' : ` in ${unit}`} from ${clock(window.from)} to ${clock(window.to)} UTC. ${KEYS}`}
      />
      <PlotTable title={title} series={series} window={window} />
    </figure>
  );
}

function Failed({ count }: { readonly count: number }) {
  return count === 0 ? null : <span className={css.failed}>× marks what failed a test ({count})</span>;
}

interface LegendProps {
  readonly series: readonly PlotSeries[];
  readonly data: uPlot.AlignedData;
  readonly cursor: number | null;
}

/** Names the lines, and says what is under the pointer. */
function Legend({ series, data, cursor }: LegendProps) {
  const time = cursor === null ? undefined : data[0][cursor];
  return (
    <span className={css.legend}>
      {series.map(({ key, label }, i) => {
        const value = cursor === null ? undefined : data[PER_SERIES * i + 1]?.[cursor];
        return (
          <span key={key} className={css.entry}>
            {series.length > 1 && (
              <svg className={css.swatch} viewBox="0 0 16 4" aria-hidden="true">
                <line
                  x1="0"
                  y1="2"
                  x2="16"
                  y2="2"
                  stroke={lineColour(i)}
                  strokeWidth="3"
                  strokeDasharray={i < 4 ? '' : '5 3'}
                />
              </svg>
            )}
            {series.length > 1 && label}
            {typeof value === 'number' && <b className={css.reading}>{Number(value.toPrecision(7))}</b>}
          </span>
        );
      })}
      {time !== undefined && <time className={css.time}>{clock(time)}</time>}
    </span>
  );
}
