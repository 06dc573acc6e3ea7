import type { Bench, Measured, ProcessUse } from './bench.ts';
import type { Machine } from './machine.ts';
import type { Result } from './run-bench.ts';

/** Of all turns. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** What a contestant reached at a step. */
export interface Entry {
  readonly contestant: string;
  readonly step: number;
  readonly turns: number;
  /** In the order of the bench's quantities. */
  readonly values: readonly Spread[];
  /** Medians. */
  readonly processes: readonly ProcessUse[];
}

/** The figures of a bench as they are kept in a file: with when, where and of what they were taken. */
export interface BenchRecord {
  readonly name: string;
  /** Names and units of the quantities, as they were when it ran. */
  readonly quantities: readonly string[];
  readonly entries: readonly Entry[];
  /** That the whole bench took. */
  readonly seconds: number;
  /** UTC, to the minute. */
  readonly date: string;
  readonly machine: Machine;
}

export const middleOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half)] ?? Number.NaN)) / 2;
};

const spreadOf = (values: readonly number[]): Spread => ({
  median: middleOf(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

const quantitiesOf = ({ quantities }: Bench): string[] => quantities.map(({ name, unit }) => `${name} ${unit}`.trim());

export function recordOf({ bench, series, seconds }: Result, date: Date, machine: Machine): BenchRecord {
  return {
    name: bench.name,
    quantities: quantitiesOf(bench),
    entries: series.map(({ contestant, step, turns }) => ({
      contestant: contestant.name,
      step,
      turns: turns.length,
      values: bench.quantities.map((_, i) => spreadOf(turns.map(({ values }) => values[i] ?? Number.NaN))),
      processes: processesOf(turns),
    })),
    seconds: Math.round(seconds),
    date: `${date.toISOString().slice(0, 16)}Z`,
    machine,
  };
}

/** Processes of one name are told together: a hundred port agents are one line. */
function processesOf(turns: readonly Measured[]): ProcessUse[] {
  const all = Map.groupBy(
    turns.flatMap(({ processes }) => processes),
    ({ name }) => name,
  );
  return [...all].map(([name, uses]) => ({
    name,
    cpu: middleOf(uses.map(({ cpu }) => cpu)),
    memory: middleOf(uses.map(({ memory }) => memory)),
  }));
}

/** Whether a record is of the bench as it is now: of the same quantities. */
export const isCurrent = (bench: Bench, { quantities }: BenchRecord): boolean =>
  quantities.join() === quantitiesOf(bench).join();

export const spreadAt = (record: BenchRecord, contestant: string, step: number, i: number): Spread | undefined =>
  record.entries.find((entry) => entry.contestant === contestant && entry.step === step)?.values[i];
