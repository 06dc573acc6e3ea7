export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

/** Leads from one state's line to another's; all that do so stand at one arrow. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly by: readonly string[];
  /** Which of the columns it stands in: no two in one column meet. */
  readonly column: number;
}

/** States are lines, one below the other; transitions are arrows between them. So nothing crosses, however many there are. */
export interface Diagram {
  readonly states: readonly string[];
  readonly arrows: readonly Arrow[];
  readonly columns: number;
}

const FIRST = 'unknown';
const LAST = 'direct_access';
const rank = (state: string): number => (state === FIRST ? 0 : state === LAST ? 2 : 1);

/** Lays a protocol out. The present state is there, also where the protocol does not know it: an instrument may be disconnected. */
export function layOut(transitions: readonly Transition[], states: readonly string[], present?: string): Diagram {
  const named = new Set([...states, ...transitions.flatMap(({ from, to }) => [from, to])]);
  const known = [...named].sort((a, b) => rank(a) - rank(b));
  const lines = present === undefined || named.has(present) ? known : [present, ...known];
  const between = Map.groupBy(
    transitions.filter(({ from, to }) => from !== to),
    ({ from, to }) => JSON.stringify([lines.indexOf(from), lines.indexOf(to)]),
  );
  const loose = [...between.values()].map((alike) => ({
    from: lines.indexOf(alike[0]?.from ?? ''),
    to: lines.indexOf(alike[0]?.to ?? ''),
    by: [...new Set(alike.map(({ by }) => by))],
  }));
  const arrows = inColumns(loose);
  return { states: lines, arrows, columns: Math.max(0, ...arrows.map(({ column }) => column + 1)) };
}

const span = ({ from, to }: Pick<Arrow, 'from' | 'to'>): number => Math.abs(to - from);
const top = ({ from, to }: Pick<Arrow, 'from' | 'to'>): number => Math.min(from, to);
const bottom = ({ from, to }: Pick<Arrow, 'from' | 'to'>): number => Math.max(from, to);

/** Short ones stand nearest to the states' names. */
function inColumns(arrows: readonly Omit<Arrow, 'column'>[]): Arrow[] {
  const columns: Omit<Arrow, 'column'>[][] = [];
  const ordered = [...arrows].sort((a, b) => span(a) - span(b) || top(a) - top(b) || a.from - b.from);
  return ordered.map((arrow) => {
    const free = columns.findIndex((own) =>
      own.every((other) => bottom(other) < top(arrow) || top(other) > bottom(arrow)),
    );
    const column = free === -1 ? columns.length : free;
    columns[column] = [...(columns[column] ?? []), arrow];
    return { ...arrow, column };
  });
}
