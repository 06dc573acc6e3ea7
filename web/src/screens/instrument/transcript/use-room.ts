import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Cut } from './rows.ts';

/** How much room there is: characters of a row's bytes, and the list's height in px. */
export interface Room {
  readonly columns: number;
  readonly height: number;
}

/** The width of so many characters is measured. */
export const RULER = '0'.repeat(50);

/** How many characters fit into a row: `ruler` is a row's cell with the text of {@link RULER} in it. */
export function useRoom(list: RefObject<HTMLElement | null>, ruler: RefObject<HTMLElement | null>): Room | undefined {
  const [room, setRoom] = useState<Room>();
  useLayoutEffect(() => {
    const measure = (): void => {
      const text = ruler.current?.firstElementChild;
      if (list.current === null || ruler.current === null || !text) return;
      const character = text.getBoundingClientRect().width / RULER.length;
      const columns = Math.max(8, Math.floor(ruler.current.clientWidth / character));
      const { clientHeight: height } = list.current;
      setRoom((before) => (before?.columns === columns && before.height === height ? before : { columns, height }));
    };
    const observer = new ResizeObserver(measure);
    for (const { current } of [list, ruler]) if (current !== null) observer.observe(current);
    return () => observer.disconnect();
  }, [list, ruler]);
  return room;
}

const ROWS_OF_HEX = [32, 24, 16, 12, 8, 4] as const;
/** Two digits and a space for each byte, a gap, and its letter. */
const widthOfHex = (bytes: number): number => 4 * bytes + 2;

export const hexBytesIn = (columns: number): number => ROWS_OF_HEX.find((bytes) => widthOfHex(bytes) <= columns) ?? 2;

export const cutOf = (view: 'text' | 'hex', columns: number): Cut =>
  view === 'text' ? { columns } : { columns, hex: hexBytesIn(columns) };
