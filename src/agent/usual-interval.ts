/** So many arrivals are looked at. */
const SEEN = 17;
/** Fewer tell nothing yet. */
const ENOUGH = 3;

/** How far apart in ms something usually comes, from when it came. */
export class UsualInterval {
  readonly #seen: number[] = [];

  /** So many came at this time. */
  seen(at: number, count = 1): void {
    for (let i = Math.min(count, SEEN); i > 0; i--) this.#seen.push(at);
    if (this.#seen.length > SEEN) this.#seen.splice(0, this.#seen.length - SEEN);
  }

  /** The last time. */
  get last(): number | undefined {
    return this.#seen.at(-1);
  }

  /** The median; of several that come at once, the mean. */
  get milliseconds(): number | undefined {
    const seen = this.#seen;
    if (seen.length < ENOUGH) return undefined;
    const gaps = seen.slice(1).map((at, i) => at - seen[i]!);
    const median = gaps.toSorted((a, b) => a - b)[gaps.length >> 1]!;
    return median > 0 ? median : (seen.at(-1)! - seen[0]!) / gaps.length;
  }

  forget(): void {
    this.#seen.length = 0;
  }
}
