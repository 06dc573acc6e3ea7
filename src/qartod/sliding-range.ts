/** Numbers, first in, first out; the last can be taken back too. */
class Deque {
  #items: number[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }
  get first(): number | undefined {
    return this.length > 0 ? this.#items[this.#head] : undefined;
  }
  get last(): number | undefined {
    return this.length > 0 ? this.#items.at(-1) : undefined;
  }
  push(item: number): void {
    this.#items.push(item);
  }
  pop(): void {
    this.#items.pop();
  }
  shift(): void {
    this.#head++;
    if (this.#head < 1024 || this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}

/** More values than this are not looked at: the oldest are let go. */
const MOST = 1 << 20;

/** The least and the greatest of values that come and go, each in constant time on average. */
export class SlidingRange {
  readonly #times = new Deque();
  /** Times and values of those that may still be the least, or the greatest: times rise, values rise, or fall. */
  readonly #least = { times: new Deque(), values: new Deque() };
  readonly #greatest = { times: new Deque(), values: new Deque() };

  /** Values, missing ones too. */
  get size(): number {
    return this.#times.length;
  }
  get oldest(): number | undefined {
    return this.#times.first;
  }
  /** The greatest less the least; `undefined` where all are missing. */
  get range(): number | undefined {
    const [least, greatest] = [this.#least.values.first, this.#greatest.values.first];
    return least === undefined || greatest === undefined ? undefined : greatest - least;
  }

  /** Takes a value that is no older than the last. One that is not finite counts, but has no part in the range. */
  push(value: number, at: number): void {
    if (this.size === MOST) this.#dropOldest();
    this.#times.push(at);
    if (!Number.isFinite(value)) return;
    for (const [{ times, values }, isLost] of [
      [this.#least, (other: number) => other >= value],
      [this.#greatest, (other: number) => other <= value],
    ] as const) {
      while (values.last !== undefined && isLost(values.last)) {
        values.pop();
        times.pop();
      }
      values.push(value);
      times.push(at);
    }
  }
  /** Lets go of what is older. */
  dropBefore(at: number): void {
    this.#drop((other) => other < at);
  }

  #dropOldest(): void {
    const { oldest } = this;
    if (oldest !== undefined) this.#drop((other) => other <= oldest);
  }

  #drop(isOver: (at: number) => boolean): void {
    while (this.#times.first !== undefined && isOver(this.#times.first)) this.#times.shift();
    for (const { times, values } of [this.#least, this.#greatest]) {
      while (times.first !== undefined && isOver(times.first)) {
        times.shift();
        values.shift();
      }
    }
  }
}
