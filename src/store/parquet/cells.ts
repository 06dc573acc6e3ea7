import type { Column } from '../columns.ts';
import { type Block, type Cell, makeBlock } from './blocks.ts';
import type { Api, Vector } from './room.ts';

/** The values of a column in rows that wait: one for all as long as they are the same, and a block from the first that differs on. */
export class Cells {
  readonly #column: Column;
  #count = 0;
  #value: Cell = null;
  #block: Block | undefined;

  constructor(column: Column) {
    this.#column = column;
  }

  /** What it takes, in bytes. */
  get size(): number {
    return this.#block?.size ?? 0;
  }

  /** Whether all have one value, which `at` gives for any row. */
  get areSame(): boolean {
    return this.#block === undefined;
  }

  put(cell: Cell): void {
    const value = cell ?? null;
    if (this.#block === undefined && !this.#isAlike(value)) this.#spread();
    if (this.#block === undefined) this.#value = value;
    else this.#block.put(value);
    this.#count += 1;
  }

  at(row: number): Cell {
    return this.#block === undefined ? this.#value : this.#block.at(row);
  }

  /** Copies all into a vector of a column, which may be of another type. */
  copyTo(api: Api, { type }: Column, vector: Vector): void {
    if (this.#block !== undefined && type === this.#column.type) {
      this.#block.copyTo(api, vector);
      return;
    }
    const block = makeBlock(type);
    for (let row = 0; row < this.#count; row++) block.put(this.at(row));
    block.copyTo(api, vector);
  }

  /** What is large is never compared, and is out of the collector's way at once. */
  #isAlike(value: Cell): boolean {
    if (value !== null && typeof value === 'object') return false;
    return this.#count === 0 || value === this.#value;
  }

  #spread(): void {
    this.#block = makeBlock(this.#column.type);
    for (let i = 0; i < this.#count; i++) this.#block.put(this.#value);
  }
}
