/** So many arrivals are looked at. */
const SEEN = 17;
/** Fewer tell nothing yet. */
const ENOUGH = 3;

/** Where the gaps between arrivals are put in order: they are looked at for every sample, and leave nothing behind. */
const scratch = new Float64Array(SEEN - 1);

/** How far apart in ms something usually comes, from when it came. */
export class UsualInterval {
  readonly #seen: number[] = [];
  /** Found when it is asked for, until the next comes. */
  #found: { readonly milliseconds: number | undefined } | undefined;

  /** So many came at this time. */
  seen(at: number, count = 1): void {
    for (let i = Math.min(count, SEEN); i > 0; i--) {
      if (this.#seen.length === SEEN) this.#seen.shift();
      this.#seen.push(at);
    }
    this.#found = undefined;
  }

  /** The last time. */
  get last(): number | undefined {
    return this.#seen.at(-1);
  }

  /** The median; of several that come at once, the mean. */
  get milliseconds(): number | undefined {
    this.#found ??= { milliseconds: usualOf(this.#seen) };
    return this.#found.milliseconds;
  }

  forget(): void {
    this.#seen.length = 0;
    this.#found = undefined;
  }
}

function usualOf(seen: readonly number[]): number | undefined {
  if (seen.length < ENOUGH) return undefined;
  const gaps = scratch.subarray(0, seen.length - 1);
  for (let i = 0; i < gaps.length; i++) gaps[i] = seen[i + 1]! - seen[i]!;
  const median = gaps.sort()[gaps.length >> 1]!;
  return median > 0 ? median : (seen.at(-1)! - seen[0]!) / gaps.length;
}
