import type { Arrow, Diagram } from './diagram-layout.ts';

/** Widths of letters, in px: of a state's name, which is bold where it is the present one, and of what stands at an arrow. */
const LETTER = { name: 7.8, label: 6.9 } as const;
const ROOM = { name: 40, label: 22 } as const;
const NARROWEST = 120;
const MOST_LABELS = 3;

/** How high a state's line is, and its box within. */
export const LINE = 72;
export const BOX = 40;

export interface DiagramSize {
  /** How wide the states' boxes are. */
  readonly names: number;
  /** Where each column of arrows stands. */
  readonly columns: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** What stands at an arrow: the first names, and how many more there are. */
export const labelsOf = ({ by }: Pick<Arrow, 'by'>): string[] =>
  by.length > MOST_LABELS ? [...by.slice(0, MOST_LABELS - 1), `and ${by.length - MOST_LABELS + 1} more`] : [...by];

const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));

/** As large as its words want it. */
export function sizeOf({ states, arrows, columns }: Diagram): DiagramSize {
  const names = Math.max(NARROWEST, Math.ceil(longest(states) * LETTER.name + ROOM.name));
  const places: number[] = [];
  let right = names + 16;
  for (let column = 0; column < columns; column++) {
    places.push(right);
    const labels = arrows.filter((arrow) => arrow.column === column).flatMap(labelsOf);
    right += Math.ceil(longest(labels) * LETTER.label + ROOM.label);
  }
  return { names, columns: places, width: right, height: states.length * LINE };
}

/** The middle of a state's line. */
export const middleOf = (line: number): number => line * LINE + LINE / 2;
