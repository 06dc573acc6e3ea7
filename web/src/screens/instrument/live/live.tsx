import { useMemo } from 'react';
import { useNow } from '../../../state/clock.ts';
import { useRange } from '../../../state/range.ts';
import { boundsOf, isLive } from '../../../state/range-words.ts';
import { useParam } from '../../../state/url.ts';
import type { PlotWindow } from '../../../ui/plot-window.ts';
import type { Known } from '../state/known.ts';
import { FieldChoice } from './field-choice.tsx';
import { byStream, firstFields, plotFields } from './fields.ts';
import { Latest } from './latest.tsx';
import css from './live.module.css';
import { PlotTools } from './plot-tools.tsx';
import { Plots } from './plots.tsx';
import { useTail } from './use-tail.ts';

/** Plots of the fields that were chosen, over the page's time range, and the latest of every stream. */
export function LiveTab({ id, overview, described }: Known) {
  const [range, setRange] = useRange();
  const now = useNow(1000);
  const [from, to] = boundsOf(range, now);
  const window = useMemo((): PlotWindow => ({ from: from / 1000, to: to / 1000 }), [from, to]);
  const tail = useTail(id);

  const fields = useMemo(() => plotFields(described.streams), [described]);
  const [written, write] = useParam('fields', firstFields(fields, overview.values).join());
  const chosen = useMemo(() => written.split(',').filter(Boolean), [written]);

  const plotted = new Set(byStream(fields, chosen).keys());

  return (
    <div className={css.live}>
      <section className={css.plots} aria-label="Plots">
        <PlotTools range={range} setRange={setRange}>
          <FieldChoice
            fields={fields}
            streams={described.streams}
            chosen={chosen}
            choose={(keys) => write(keys.join() || NONE)}
          />
        </PlotTools>
        <Plots {...{ id, fields, chosen, window, tail, setRange }} follows={isLive(range)} streams={overview.streams} />
      </section>
      <Latest id={id} streams={described.streams} now={overview.streams} {...{ tail, plotted }} />
    </div>
  );
}

/** In the address where no field is chosen. */
const NONE = 'none';
