import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { placeOf, rowAt } from './pieces.ts';
import type { Row } from './rows.ts';
import styles from './transcript.module.css';
import { TranscriptRow, type View } from './transcript-row.tsx';

/** px; the style sheet says the same. */
export const ROW_HEIGHT = 24;
/** So many rows more than are seen are drawn, above and below. */
const SPARE = 12;

interface ListProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly rows: readonly Row[];
  readonly view: View;
  readonly hexBytes: number;
  /** In px; 0 before it is known. */
  readonly height: number;
  /** Which row is chosen. */
  readonly chosen: number | undefined;
  /** Of which row, and of which piece of it: of the first, where nothing is said. */
  readonly onChoose: (row: number, piece?: string) => void;
  /** Stays at the newest row while more come. */
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  /** An end of what is held is in sight. */
  readonly onEnd: (where: 'before' | 'behind') => void;
  /** A row that is to be brought into sight: whenever this is another one. */
  readonly reveal: { readonly row: number } | undefined;
}

/** A long list of rows of one height, of which only those are drawn that are seen. It is used by keyboard as a list box is. */
export function TranscriptList(props: ListProps) {
  const { frame, rows, view, hexBytes, height, chosen, following, reveal } = props;
  const own = useId();
  const [top, setTop] = useState(0);
  useStay(frame, rows, following);
  useReveal(frame, height, reveal);
  useEnds(props, top);

  const onScroll = (): void => {
    const element = frame.current;
    if (element === null) return;
    setTop(element.scrollTop);
    const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - ROW_HEIGHT / 2;
    if (following && !atEnd && element.scrollTop < top) props.onFollow(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = rowByKey(
      event.key,
      chosen ?? (following ? rows.length : Math.floor(top / ROW_HEIGHT)),
      rows.length,
      height,
    );
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    props.onChoose(to);
    bringIntoSight(frame.current, to, height);
  };
  const onClick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || !getSelection()?.isCollapsed) return;
    const row = event.target.closest<HTMLElement>('[data-row]')?.dataset.row;
    const piece = event.target.closest<HTMLElement>('[data-piece]')?.dataset.piece;
    if (row !== undefined) props.onChoose(Number(row), piece);
  };

  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - SPARE);
  const seen = rows.slice(first, first + Math.ceil(height / ROW_HEIGHT) + 2 * SPARE);
  return (
    <div
      ref={frame}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      aria-label="Bytes in both directions, oldest first"
      aria-activedescendant={chosen === undefined ? undefined : `${own}-${chosen}`}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={styles.inner} style={{ height: rows.length * ROW_HEIGHT }}>
        {seen.map((row, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names the active row
          <div
            key={row.key}
            id={`${own}-${first + i}`}
            className={`${styles.row} ${styles[row.direction]}`}
            style={{ top: (first + i) * ROW_HEIGHT }}
            role="option"
            aria-selected={first + i === chosen}
            aria-posinset={first + i + 1}
            aria-setsize={rows.length}
            data-row={first + i}
          >
            <TranscriptRow row={row} view={view} hexBytes={hexBytes} />
          </div>
        ))}
      </div>
    </div>
  );
}

function rowByKey(key: string, from: number, count: number, height: number): number | undefined {
  const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
  const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page };
  const to = key === 'Home' ? 0 : key === 'End' ? count - 1 : steps[key] === undefined ? undefined : from + steps[key];
  return to === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, to));
}

function bringIntoSight(frame: HTMLElement | null, row: number, height: number): void {
  if (frame === null) return;
  const at = row * ROW_HEIGHT;
  if (at < frame.scrollTop) frame.scrollTop = at;
  else if (at + ROW_HEIGHT > frame.scrollTop + height) frame.scrollTop = at + ROW_HEIGHT - height;
}

/** At the end while it is followed; otherwise what is seen stays where it is when rows come above it. */
function useStay(frame: RefObject<HTMLDivElement | null>, rows: readonly Row[], following: boolean): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const element = frame.current;
    const old = before.current;
    before.current = rows;
    if (element === null) return;
    if (following) {
      element.scrollTop = element.scrollHeight;
      return;
    }
    const first = Math.floor(element.scrollTop / ROW_HEIGHT);
    const anchor = old[first];
    if (anchor === undefined || rows[first]?.key === anchor.key) return;
    const [piece] = anchor.pieces;
    const now = rowAt(rows, piece === undefined ? anchor.position : placeOf(piece));
    if (now !== undefined) element.scrollTop += (now - first) * ROW_HEIGHT;
  }, [frame, rows, following]);
}

function useReveal(frame: RefObject<HTMLDivElement | null>, height: number, reveal: ListProps['reveal']): void {
  useLayoutEffect(() => {
    if (frame.current === null || reveal === undefined || height === 0) return;
    const at = reveal.row * ROW_HEIGHT;
    const { scrollTop } = frame.current;
    // What was clicked is in sight already, and stays where it is.
    if (at < scrollTop || at + ROW_HEIGHT > scrollTop + height) frame.current.scrollTop = at - height / 2;
  }, [frame, height, reveal]);
}

/** Asks for more when less than a screen of it is left. */
function useEnds({ rows, height, onEnd }: ListProps, top: number): void {
  const latest = useRef(onEnd);
  latest.current = onEnd;
  const count = rows.length;
  useEffect(() => {
    if (height === 0 || count === 0) return;
    if (top < height) latest.current('before');
    if (top + 2 * height > count * ROW_HEIGHT) latest.current('behind');
  }, [count, height, top]);
}
