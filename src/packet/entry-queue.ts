import { type Entry, entrySize } from './batch.ts';

/** What a waiting packet costs in memory beside its bytes, roughly. */
const OVERHEAD = 128;

/** Packets that wait to be written, in order. */
export class EntryQueue {
  #entries: Entry[] = [];
  #held = 0;

  get length(): number {
    return this.#entries.length;
  }

  /** How much memory they hold, in bytes. */
  get held(): number {
    return this.#held;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#held += entrySize(entry) + OVERHEAD;
  }

  /** The next ones of the same day, of at most `limit` bytes together but at least one. */
  takeBatch(limit: number): readonly Entry[] {
    let bytes = 0;
    let count = 0;
    for (const entry of this.#entries) {
      bytes += entrySize(entry);
      if (entry.day !== this.#entries[0]?.day || (count > 0 && bytes > limit)) break;
      count++;
    }
    return this.#take(count);
  }

  takeAll(): readonly Entry[] {
    return this.#take(this.#entries.length);
  }

  #take(count: number): readonly Entry[] {
    const taken = this.#entries.splice(0, count);
    for (const entry of taken) this.#held -= entrySize(entry) + OVERHEAD;
    return taken;
  }
}
