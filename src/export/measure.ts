import type { Nanos } from '../kit/time.ts';
import type { ColumnType } from '../store/columns.ts';
import { named } from '../store/duck.ts';
import type { Source } from './source.ts';

/** What the values of a column are, taken together. */
export interface Measure {
  readonly nulls: number;
  /** Of numbers that are finite, also those in lists; absent where there are none. */
  readonly least?: number;
  readonly greatest?: number;
  /** Items of the longest and of the shortest list. */
  readonly most?: number;
  readonly fewest?: number;
  /** Bytes of the longest text in UTF-8, also of those in lists; bytes are texts in base64. */
  readonly longest?: number;
}

export interface Measured {
  readonly first: Nanos;
  readonly last: Nanos;
  readonly columns: ReadonlyMap<string, Measure>;
}

const finite = (column: string): string => `list_filter(${column}, lambda x: isfinite(x))`;
const SCALAR = (column: string): Partial<Record<keyof Measure, string>> => ({
  least: `min(${column}::DOUBLE) FILTER (isfinite(${column}::DOUBLE))`,
  greatest: `max(${column}::DOUBLE) FILTER (isfinite(${column}::DOUBLE))`,
});
const LIST = (column: string): Partial<Record<keyof Measure, string>> => ({
  most: `max(len(${column}))`,
  fewest: `min(len(${column}))`,
});
const NUMBERS = (column: string): Partial<Record<keyof Measure, string>> => ({
  ...LIST(column),
  least: `min(list_min(${finite(`${column}::DOUBLE[]`)}))`,
  greatest: `max(list_max(${finite(`${column}::DOUBLE[]`)}))`,
});

/** What is asked of a column besides how often it has no value. */
const QUESTIONS: Partial<Readonly<Record<ColumnType, typeof SCALAR>>> = {
  DOUBLE: SCALAR,
  BIGINT: SCALAR,
  VARCHAR: (column) => ({ longest: `max(strlen(${column}))` }),
  BLOB: (column) => ({ longest: `max(strlen(to_base64(${column})))` }),
  'DOUBLE[]': NUMBERS,
  'BIGINT[]': NUMBERS,
  'VARCHAR[]': (column) => ({
    ...LIST(column),
    longest: `max(list_max(list_transform(${column}, lambda x: strlen(x))))`,
  }),
};

/** Reads all rows once, to know how much room their values need. */
export async function measure({ connection, all, columns }: Source): Promise<Measured> {
  const questions = columns.flatMap(({ name, type }) => {
    const column = named(name);
    const asked = { nulls: `count(*) - count(${column})`, ...QUESTIONS[type]?.(column) };
    return Object.entries(asked).map(([of, sql]) => ({ name, of, sql }));
  });
  const select = ['epoch_ns(min(time))', 'epoch_ns(max(time))', ...questions.map(({ sql }) => sql)];
  const answers = await connection.runAndReadAll(`SELECT ${select.join(', ')} FROM (${all})`);
  const [first, last, ...values] = answers.getRows()[0] ?? [];
  const measures = new Map<string, Record<string, number>>(columns.map(({ name }) => [name, {}]));
  for (const [i, { name, of }] of questions.entries()) {
    const value = values[i];
    if (value !== null && value !== undefined) measures.get(name)![of] = Number(value);
  }
  return {
    first: BigInt(String(first)),
    last: BigInt(String(last)),
    columns: new Map([...measures].map(([name, own]) => [name, { nulls: 0, ...own }])),
  };
}
