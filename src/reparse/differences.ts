import type { Position } from '../packet/position.ts';

/** One value that is another now. Values are as the store shows them, `null` where there is none. */
export interface Difference {
  /** ISO-8601 without a zone: UTC. */
  readonly time: string;
  readonly position: Position;
  readonly before: string | null;
  readonly now: string | null;
}

/** How often a column differs, and where first. */
export interface ColumnDifferences {
  readonly count: number;
  readonly first: readonly Difference[];
}

/** What a re-parse finds of some rows: those that are in the files against those that the log gives now. */
export interface Differences {
  readonly equal: number;
  readonly changed: number;
  /** Only the log gives them. */
  readonly added: number;
  /** Only the files have them, though the log holds their bytes. */
  readonly gone: number;
  /** They were not looked at: the log does not hold their bytes, or they are not taken care of for good yet. They stay as they are. */
  readonly kept: number;
  /** By column: of the rows that changed. */
  readonly columns: Readonly<Record<string, ColumnDifferences>>;
  /** The first of those that were added and that are gone. */
  readonly firstAdded: readonly Place[];
  readonly firstGone: readonly Place[];
}

export interface Place {
  readonly time: string;
  readonly position: Position;
}

/** Of each kind so many are shown. */
export const SHOWN = 5;

export const NO_DIFFERENCES: Differences = {
  equal: 0,
  changed: 0,
  added: 0,
  gone: 0,
  kept: 0,
  columns: {},
  firstAdded: [],
  firstGone: [],
};

/** Whether files would have to be replaced. */
export const isDifferent = ({ changed, added, gone }: Differences): boolean => changed + added + gone > 0;

/** Of both; `a` stands before `b`. */
export function together(a: Differences, b: Differences): Differences {
  const columns = [...new Set([...Object.keys(a.columns), ...Object.keys(b.columns)])];
  return {
    equal: a.equal + b.equal,
    changed: a.changed + b.changed,
    added: a.added + b.added,
    gone: a.gone + b.gone,
    kept: a.kept + b.kept,
    columns: Object.fromEntries(columns.map((name) => [name, ofColumn(a.columns[name], b.columns[name])])),
    firstAdded: [...a.firstAdded, ...b.firstAdded].slice(0, SHOWN),
    firstGone: [...a.firstGone, ...b.firstGone].slice(0, SHOWN),
  };
}

const NONE: ColumnDifferences = { count: 0, first: [] };

const ofColumn = (a = NONE, b = NONE): ColumnDifferences => ({
  count: a.count + b.count,
  first: [...a.first, ...b.first].slice(0, SHOWN),
});
