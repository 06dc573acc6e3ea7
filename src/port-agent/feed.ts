import type { WrittenPacket } from '../packet/log-writer.ts';
import { comparePositions, type Position } from '../packet/position.ts';

type Batch = readonly WrittenPacket[];

/** Where the packet after this one stands. */
export const endOf = ({ packet, position }: WrittenPacket): Position | undefined =>
  position && { day: position.day, offset: position.offset + packet.size };

/** Where the packet after the batch stands; undefined when none of it is in the log. */
export function lastEnd(batch: Batch): Position | undefined {
  const last = batch.findLast(({ position }) => position !== undefined);
  return last && endOf(last);
}

/** What a packet takes in memory besides its bytes (measured: 580 bytes, of lines of some 60). */
const OBJECTS = 512;
const sizeOf = (batch: Batch): number => batch.reduce((sum, { packet }) => sum + packet.size + OBJECTS, 0);

/**
 * The newest packets of the log, for those who follow it. It keeps the last `limit` bytes in memory, however many read them and
 * however slowly: whoever falls behind them reads the file instead. Batches are numbered; a reader holds the number it wants next.
 */
export class Feed {
  readonly #limit: number;
  #batches: { readonly batch: Batch; readonly size: number }[] = [];
  #first = 0;
  #size = 0;
  #start: Position;
  #end: Position;
  #waiting = new Set<() => void>();

  constructor(end: Position, limit = 1 << 20) {
    this.#limit = limit;
    this.#start = end;
    this.#end = end;
  }

  /** Where the next packet will stand: all before is in the file. */
  get end(): Position {
    return this.#end;
  }

  /** The number that the next batch will have. */
  get next(): number {
    return this.#first + this.#batches.length;
  }

  push(batch: Batch): void {
    const size = sizeOf(batch);
    this.#batches.push({ batch, size });
    this.#size += size;
    this.#end = lastEnd(batch) ?? this.#end;
    while (this.#size > this.#limit && this.#batches.length > 1) {
      const forgotten = this.#batches.shift()!;
      this.#first++;
      this.#size -= forgotten.size;
      this.#start = lastEnd(forgotten.batch) ?? this.#start;
    }
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** The batch of that number: undefined when it is forgotten, empty when it has not come yet. */
  take(number: number): Batch | undefined {
    if (number < this.#first) return undefined;
    return this.#batches[number - this.#first]?.batch ?? [];
  }

  /** What is remembered from `position` on: the rest of its batch, and the number of the one after. Undefined when it stands before all that is remembered. */
  enter(position: Position): { readonly rest: Batch; readonly next: number } | undefined {
    if (comparePositions(position, this.#start) < 0) return undefined;
    for (let index = this.#batches.length - 1; index >= 0; index--) {
      const { batch } = this.#batches[index]!;
      const before = batch.findLastIndex(
        (written) => written.position && comparePositions(written.position, position) < 0,
      );
      if (before !== -1) return { rest: batch.slice(before + 1), next: this.#first + index + 1 };
    }
    return { rest: [], next: this.#first };
  }

  /** Resolves when the batch of that number is there or the signal aborts. */
  async arrival(number: number, signal: AbortSignal): Promise<void> {
    if (number < this.next || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
