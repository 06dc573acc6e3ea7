import type { DuckDBConnection } from '@duckdb/node-api';
import { dayOf } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { comparePositions } from '../packet/position.ts';
import type { RefinedStream } from '../refine/refiner.ts';
import { type Column, columnsOf } from '../store/columns.ts';
import { sizeOfSample } from '../store/write/sample-size.ts';
import type { Compared } from './compared.ts';
import { type ComparedPart, PartComparison } from './part-comparison.ts';
import type { Stored } from './stored-part.ts';

/** So much memory do samples take that wait, of all streams together, in bytes. */
const WAITING = 48 * 1024 * 1024;
/** As many rows as a file holds. */
const ROWS = 4 * 1024 * 1024;

const isOpen = ({ log }: Sample, stored: Stored | undefined): boolean =>
  stored?.open !== undefined && log !== undefined && comparePositions(log, stored.open) >= 0;

export interface ComparisonOptions {
  readonly connection: DuckDBConnection;
  readonly streams: Readonly<Record<string, RefinedStream>>;
  /** What is there, in the order of days and parts. */
  readonly stored: readonly Stored[];
  readonly compared: Compared;
  readonly work: string;
}

/** Brings each sample to the file that it stands in, or would stand in. */
export class Comparison {
  readonly #options: ComparisonOptions;
  readonly #columns: ReadonlyMap<string, readonly Column[]>;
  /** By stream and day. */
  readonly #days = new Map<string, PartComparison[]>();
  #waiting = 0;

  constructor(options: ComparisonOptions) {
    this.#options = options;
    this.#columns = new Map(
      Object.entries(options.streams).map(([stream, { fields, flags }]) => [
        stream,
        columnsOf({ fields, flags: Object.keys(flags) }),
      ]),
    );
    for (const stored of options.stored) this.#begin(stored.stream, stored.day, stored.part, stored);
  }

  async take(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) {
      const part = this.#partOf(sample);
      if (isOpen(sample, part.stored)) continue;
      const bytes = sizeOfSample(sample);
      part.add(sample, bytes);
      this.#waiting += bytes;
      if (this.#waiting >= WAITING) await this.#relieve();
    }
  }

  async finish(): Promise<ComparedPart[]> {
    const parts: ComparedPart[] = [];
    for (const day of this.#days.values()) for (const part of day) parts.push(await part.finish());
    return parts;
  }

  /** A sample that the file before ends behind of stands in that one, and any other in the last. */
  #partOf(sample: Sample): PartComparison {
    const { stream, log } = sample;
    const day = dayOf(sample.time);
    const parts = this.#days.get(`${stream} ${day}`) ?? [];
    const own = parts.find(({ stored }) => stored?.last && log && comparePositions(log, stored.last) <= 0);
    const last = own ?? parts.at(-1);
    if (last === undefined) return this.#begin(stream, day, 1);
    return last.stored === undefined && last.taken >= ROWS ? this.#begin(stream, day, parts.length + 1) : last;
  }

  #begin(stream: string, day: string, part: number, stored?: Stored): PartComparison {
    const { connection, compared, work } = this.#options;
    const columns = this.#columns.get(stream)!;
    const begun = new PartComparison({ connection, stream, day, part, stored, columns, compared, work });
    const key = `${stream} ${day}`;
    this.#days.set(key, [...(this.#days.get(key) ?? []), begun]);
    return begun;
  }

  /** Compares the part whose samples take most. */
  async #relieve(): Promise<void> {
    let most: PartComparison | undefined;
    for (const parts of this.#days.values()) {
      for (const part of parts) if (part.waiting > (most?.waiting ?? 0)) most = part;
    }
    this.#waiting -= most?.waiting ?? 0;
    await most?.compare();
  }
}
