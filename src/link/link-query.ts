import { describeError, type Issue } from '../kit/errors.ts';

/** The options behind a link's `?`: each is taken once; what is wrong with any of them is collected. */
export class LinkQuery {
  readonly issues: Issue[] = [];
  readonly #text: string;
  readonly #given: URLSearchParams;
  readonly #known: string[] = [];

  /** `text` is the whole link, to say where an issue stands. */
  constructor(text: string, query: string) {
    this.#text = text;
    this.#given = new URLSearchParams(query);
  }

  reject(name: string, message: string): void {
    this.issues.push({ name, message, where: this.#text });
  }

  /** The option as `read` understands it, or `fallback` where it is not given or wrong. */
  take<T>(name: string, fallback: T, read: (text: string) => T): T {
    this.#known.push(name);
    const text = this.#given.get(name);
    if (text === null) return fallback;
    try {
      return read(text);
    } catch (error) {
      this.reject(name, describeError(error));
      return fallback;
    }
  }

  /** Rejects the options that nobody took. */
  finish(): void {
    for (const name of new Set(this.#given.keys())) {
      if (!this.#known.includes(name))
        this.reject(name, `there is no such option; there are: ${this.#known.join(', ')}`);
    }
  }
}

/** Reads a whole number from `min` to `max`. */
export const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) throw new RangeError(`'${text}' is not a whole number from ${min} to ${max}`);
    return value;
  };

/** Reads one of `values`. */
export const oneOf =
  <const T extends string | number | boolean>(values: readonly T[]) =>
  (text: string): T => {
    const value = values.find((candidate) => String(candidate) === text);
    if (value === undefined) throw new RangeError(`'${text}' is not one of ${values.join(', ')}`);
    return value;
  };

export const portNumber = integer(1, 65_535);
