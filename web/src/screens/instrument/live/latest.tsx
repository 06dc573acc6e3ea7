import type { StreamState } from '../../../../../src/model/api/instrument.ts';
import type { StreamMetadata } from '../../../../../src/model/metadata.ts';
import { Empty } from '../../../ui/empty.tsx';
import css from './live.module.css';
import { StreamPanel } from './stream-panel.tsx';
import type { Tail } from './tail.ts';

interface Props {
  readonly id: string;
  readonly streams: Readonly<Record<string, StreamMetadata>>;
  readonly now: Readonly<Record<string, StreamState>>;
  readonly tail: Tail;
  /** Those of which something is plotted. */
  readonly plotted: ReadonlySet<string>;
}

/** The latest sample of each stream; those that are plotted first, the others to be opened. */
export function Latest({ id, streams, now, tail, plotted }: Props) {
  const heard = Object.entries(streams)
    .filter(([stream]) => now[stream] !== undefined)
    .sort(([a], [b]) => Number(plotted.has(b)) - Number(plotted.has(a)));
  const silent = Object.entries(streams).filter(([stream]) => now[stream] === undefined);
  const isAnyMain = heard.some(([stream]) => plotted.has(stream));
  return (
    <>
      {heard.length === 0 && (
        <Empty title="No sample has come yet">
          Sheet Control has what starts them, where the instrument does not send by itself.
        </Empty>
      )}
      {heard.map(([stream, described]) => {
        const state = now[stream];
        if (state === undefined) return null;
        const isMain = !isAnyMain || plotted.has(stream);
        return <StreamPanel key={stream} {...{ id, stream, described, state, isMain }} tail={tail.get(stream) ?? []} />;
      })}
      {silent.length > 0 && (
        <p className={css.stretch}>Nothing yet of: {silent.map(([, { title }]) => title).join(' · ')}</p>
      )}
    </>
  );
}
