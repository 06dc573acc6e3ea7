import type { Clock } from '../kit/clock.ts';
import { TooManyError } from '../kit/errors.ts';

interface Limit {
  /** So many failures cost nothing. */
  readonly free: number;
  /** The longest pause, in ms. */
  readonly longest: number;
}

/**
 * A name is not barred for long: whoever knows one could keep its owner out. An address is, which may have several people behind it.
 */
const LIMITS = {
  name: { free: 5, longest: 60_000 },
  address: { free: 20, longest: 900_000 },
} as const satisfies Record<string, Limit>;
type Key = keyof typeof LIMITS;

const FIRST_PAUSE = 1000;
const FORGOTTEN_AFTER = 3_600_000;
/** Of more than that the oldest are forgotten. */
const REMEMBERED = 10_000;

export type Attempt = Readonly<Record<Key, string>>;

/** After failures, attempts to log in wait: longer each time, by name and by address. */
export class Attempts {
  readonly #clock: Clock;
  readonly #failures = new Map<string, { readonly count: number; readonly last: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A `TooManyError` that says when to try again. */
  check(attempt: Attempt): void {
    const wait = Math.max(...keysOf(attempt).map((key) => this.#wait(key)));
    if (wait <= 0) return;
    const seconds = Math.ceil(wait / 1000);
    throw new TooManyError(`too many failed logins; try again in ${seconds} s`, seconds);
  }

  failed(attempt: Attempt): void {
    const now = this.#clock.elapsed();
    for (const { id } of keysOf(attempt)) {
      const { count, last } = this.#failures.get(id) ?? { count: 0, last: now };
      this.#failures.delete(id);
      this.#failures.set(id, { count: now - last > FORGOTTEN_AFTER ? 1 : count + 1, last: now });
    }
    for (const id of this.#failures.keys()) {
      if (this.#failures.size <= REMEMBERED) break;
      this.#failures.delete(id);
    }
  }

  /** Of the address nothing is forgotten: it may try the names of others. */
  succeeded(attempt: Attempt): void {
    this.#failures.delete(idOf('name', attempt.name));
  }

  #wait({ id, free, longest }: Limit & { readonly id: string }): number {
    const { count = 0, last = 0 } = this.#failures.get(id) ?? {};
    const since = this.#clock.elapsed() - last;
    if (count < free || since > FORGOTTEN_AFTER) return 0;
    return Math.min(FIRST_PAUSE * 2 ** (count - free), longest) - since;
  }
}

const idOf = (key: Key, value: string): string => `${key} ${value}`;

const keysOf = ({ name, address }: Attempt) => [
  { id: idOf('name', name), ...LIMITS.name },
  { id: idOf('address', address), ...LIMITS.address },
];
