import type { ReactNode } from 'react';
import { useKey } from '../../../keys/use-key.ts';
import { serverNow } from '../../../state/clock.ts';
import { boundsOf, isLive, pan, RANGES, type Range, zoom } from '../../../state/range-words.ts';
import { Button } from '../../../ui/button.tsx';
import { momentUtc } from '../../../words/time.ts';
import css from './live.module.css';

interface Props {
  readonly range: Range;
  readonly setRange: (range: Range) => void;
  readonly children?: ReactNode;
}

/** Chooses the time range by hand: how much up to now, or another stretch; what a drag on a plot does too. */
export function PlotTools({ range, setRange, children }: Props) {
  const move = (lengths: number) => () => setRange(pan(range, lengths, serverNow()));
  const scale = (factor: number) => () => setRange(zoom(range, factor, serverNow()));
  useKey('+', 'Zoom in', scale(0.5));
  useKey('-', 'Zoom out', scale(2));
  useKey('0', 'Live: the last hour', () => setRange({ last: '1h' }));
  return (
    <div className={css.tools}>
      <fieldset className={css.lasts} aria-label="Up to now">
        {RANGES.map(({ last, title }) => (
          <Button
            key={last}
            aria-pressed={isLive(range) && range.last === last}
            hint={`The last ${title}, going on`}
            onClick={() => setRange({ last })}
          >
            {last}
          </Button>
        ))}
      </fieldset>
      <fieldset className={css.moves} aria-label="Move in time">
        <Button onClick={move(-0.5)} hint="Half a length back" aria-label="Back in time">
          ‹
        </Button>
        <Button onClick={move(0.5)} hint="Half a length on" aria-label="On in time" disabled={isLive(range)}>
          ›
        </Button>
        <Button onClick={scale(0.5)} hint="More detail" aria-label="Zoom in">
          +
        </Button>
        <Button onClick={scale(2)} hint="A longer stretch" aria-label="Zoom out">
          −
        </Button>
      </fieldset>
      <Stretch range={range} />
      {children}
    </div>
  );
}

function Stretch({ range }: { readonly range: Range }) {
  if (isLive(range)) return <span className={css.stretch}>Live</span>;
  const [from, to] = boundsOf(range, 0);
  return (
    <span className={css.stretch}>
      {momentUtc(from)} – {momentUtc(to)} · the browser’s Back goes to the range before
    </span>
  );
}
