import type { JsonSchema, ParameterMetadata, Visibility } from '../../../../../src/model/metadata.ts';

/** A parameter as the API tells it. */
export interface ParameterNow {
  readonly actual: unknown;
  readonly desired?: unknown;
  readonly verified?: string;
  readonly startup?: unknown;
}

/** A line of the table. */
export interface ParameterRow extends ParameterNow {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly group: string;
  readonly unit?: string;
  readonly visibility: Visibility;
  readonly schema: JsonSchema;
  /** The instrument shows another value than it was asked to have. */
  readonly isOff: boolean;
  /** It has another value than the deployment wants it to have at the start. */
  readonly differsFromStartup: boolean;
}

export const OTHER_GROUP = '';

/** Values are the same; numbers to within what writing them as text costs. */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
  return JSON.stringify(a) === JSON.stringify(b);
}

export function rowsOf(
  metadata: Readonly<Record<string, ParameterMetadata>>,
  now: Readonly<Record<string, ParameterNow>>,
): ParameterRow[] {
  return Object.entries(metadata).map(([name, { title, description, group, unit, visibility, schema, startup }]) => {
    const state = now[name] ?? { actual: null };
    const wanted = state.startup ?? startup;
    const isKnown = state.verified !== undefined;
    return {
      ...state,
      name,
      title,
      ...(description !== undefined && { description }),
      group: group ?? OTHER_GROUP,
      ...(unit !== undefined && { unit }),
      visibility,
      schema,
      ...(wanted !== undefined && { startup: wanted }),
      isOff: isKnown && state.desired !== undefined && !isSame(state.desired, state.actual),
      differsFromStartup: isKnown && wanted !== undefined && !isSame(wanted, state.actual),
    };
  });
}

/** What of them is to be seen. */
export const SHOWN = {
  all: { title: 'All', is: () => true },
  settable: { title: 'Settable', is: ({ visibility }: ParameterRow) => visibility === 'read_write' },
  off: { title: 'Not as wanted', is: ({ isOff }: ParameterRow) => isOff },
  startup: { title: 'Differ from start-up', is: ({ differsFromStartup }: ParameterRow) => differsFromStartup },
} as const satisfies Readonly<Record<string, { title: string; is: (row: ParameterRow) => boolean }>>;
export type Shown = keyof typeof SHOWN;

/** Those that are to be seen, whose name, title or group holds every word. */
export function filterRows(rows: readonly ParameterRow[], shown: Shown, search: string): ParameterRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.name} ${row.title} ${row.group}`.toLowerCase();
    return SHOWN[shown].is(row) && words.every((word) => text.includes(word));
  });
}

/** By group, in the order of the definition; those without one first. */
export function groupRows(rows: readonly ParameterRow[]): [group: string, rows: ParameterRow[]][] {
  const groups = Map.groupBy(rows, ({ group }) => group);
  return [...groups].sort(([a], [b]) => Number(a !== OTHER_GROUP) - Number(b !== OTHER_GROUP));
}
