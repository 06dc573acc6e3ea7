import type { Value } from '../model/sample.ts';

/** So many points, so far apart in ms at least. */
const POINTS = 60;
const SHORTEST = 5000;

interface Point {
  readonly at: number;
  readonly value: number | null;
}

/** The last values of one field, thinned to points that are equally far apart. */
export class Trend {
  readonly #points: Point[] = [];

  /** `at` is in ms. */
  add(at: number, value: Value): void {
    const last = this.#points.at(-1);
    if (last !== undefined && at - last.at < 0.9 * SHORTEST) return;
    this.#points.push({ at, value: typeof value === 'number' && Number.isFinite(value) ? value : null });
    if (this.#points.length > POINTS) this.#points.shift();
  }

  /** Oldest first; null where none came for a while. */
  get values(): readonly (number | null)[] {
    const gaps = this.#points.slice(1).map(({ at }, i) => at - this.#points[i]!.at);
    const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? SHORTEST;
    const all = this.#points.flatMap(({ value }, i) => [
      ...Array.from({ length: Math.min(POINTS, Math.round((gaps[i - 1] ?? usual) / usual) - 1) }, () => null),
      value,
    ]);
    return all.slice(-POINTS);
  }
}
