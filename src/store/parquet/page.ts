import { sum } from '../../kit/sum.ts';
import type { Sample } from '../../model/sample.ts';
import type { Column } from '../columns.ts';
import type { Placed } from '../settled.ts';
import type { Chunk } from './append-chunks.ts';
import { type Cell, makeBlock } from './blocks.ts';
import { Cells } from './cells.ts';
import { type Api, ROWS, type Vector } from './room.ts';

/** Where rows are long, a page has fewer of them: it is full at so many bytes, */
const MOST = 1024 * 1024;
/** which is looked at after so many rows. */
const STEP = 128;

/** Where a row stands, and when it came. */
type PlaceCells = Readonly<Record<'time' | 'port' | 'link' | 'day' | 'offset' | 'length', Cells | undefined>>;

/** Rows of one stream that wait in columns, outside the garbage collector's heap: as many as DuckDB takes at once, or fewer. */
export class Page implements Chunk {
  readonly #columns: readonly Column[];
  readonly #cells: readonly Cells[];
  readonly #byName: ReadonlyMap<string, Cells>;
  readonly #place: PlaceCells;
  #rows = 0;
  #size = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    this.#cells = columns.map((column) => new Cells(column));
    this.#byName = new Map(columns.map(({ name }, i) => [name, this.#cells[i]!]));
    const cells = (name: string) => this.#byName.get(name);
    this.#place = {
      time: cells('time'),
      port: cells('port_time'),
      link: cells('log_link'),
      day: cells('log_day'),
      offset: cells('log_offset'),
      length: cells('log_length'),
    };
  }

  get rows(): number {
    return this.#rows;
  }

  /** What it takes, in bytes. */
  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#rows >= ROWS || this.#size >= MOST;
  }

  /** Takes samples, from one on, as many as there is room for, and says how many these were. */
  append(samples: readonly Sample[], from = 0): number {
    const end = this.isFull ? from : Math.min(samples.length, from + STEP, from + ROWS - this.#rows);
    for (let i = 0; i < this.#columns.length; i++) {
      const cells = this.#cells[i]!;
      const { get } = this.#columns[i]!;
      for (let at = from; at < end; at++) cells.put(get(samples[at]!));
    }
    this.#grewTo(this.#rows + end - from);
    return end - from;
  }

  /** What is here now, whatever comes later. */
  copy(): Page {
    return this.#rows >= ROWS ? this : this.pick(Array.from({ length: this.#rows }, (_, row) => row));
  }

  /** Some of the rows, as a page of its own. */
  pick(rows: readonly number[]): Page {
    const page = new Page(this.#columns);
    for (const [i, cells] of this.#cells.entries()) for (const row of rows) page.#cells[i]!.put(cells.at(row));
    page.#grewTo(rows.length);
    return page;
  }

  /** What is to be known of a row to tell whether it is settled. */
  place(row: number): Placed {
    const cells = this.#place;
    const [time, port, link, day] = [cells.time?.at(row), cells.port?.at(row), cells.link?.at(row), cells.day?.at(row)];
    const times = typeof port === 'bigint' ? { port } : {};
    const placed = { time: typeof time === 'bigint' ? time : 0n, times };
    if (typeof day !== 'string') return placed;
    const [offset, length] = [Number(cells.offset?.at(row)), Number(cells.length?.at(row))];
    const log = typeof link === 'string' ? { link, day, offset, length } : { day, offset, length };
    return { ...placed, log };
  }

  /** What stands in a row's column. */
  at(name: string, row: number): Cell {
    return this.#byName.get(name)?.at(row);
  }

  /** What all rows have in a column: `undefined` where they differ. */
  same({ name }: Column): Cell {
    const cells = this.#byName.get(name);
    if (cells === undefined) return null;
    return cells.areSame ? cells.at(0) : undefined;
  }

  copyTo(api: Api, column: Column, vector: Vector): void {
    const cells = this.#byName.get(column.name);
    if (cells !== undefined) {
      cells.copyTo(api, column, vector);
      return;
    }
    const nothing = makeBlock(column.type);
    for (let row = 0; row < this.#rows; row++) nothing.put(null);
    nothing.copyTo(api, vector);
  }

  #grewTo(rows: number): void {
    this.#rows = rows;
    this.#size = sum(this.#cells.map(({ size }) => size));
  }
}
