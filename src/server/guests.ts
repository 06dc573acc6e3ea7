import type { IncomingMessage } from 'node:http';
import type { Identity } from '../access/access.ts';
import { type Clock, every, type Timer } from '../kit/clock.ts';

interface Guest {
  readonly request: IncomingMessage;
  readonly identity: Identity;
  /** Ends what they are given. */
  readonly end: () => void;
}

/** How often it is looked whether a session or a token is over by its time, in ms. */
const LOOK = 10_000;

/** Who is given something that goes on: answers in pieces, terminals. It ends when they could not ask for it any more. */
export class Guests implements Disposable {
  readonly #clock: Clock;
  readonly #identify: (request: IncomingMessage) => Identity;
  readonly #guests = new Set<Guest>();
  #timer: Timer | undefined;

  constructor(clock: Clock, identify: (request: IncomingMessage) => Identity) {
    this.#clock = clock;
    this.#identify = identify;
  }

  /** They are given something from now on, until what this returns is called. */
  admit(guest: Guest): () => void {
    this.#guests.add(guest);
    this.#timer ??= every(this.#clock, LOOK, () => this.look());
    return () => {
      this.#guests.delete(guest);
      if (this.#guests.size === 0) this[Symbol.dispose]();
    };
  }

  /** Ends what is given to those who are not any more who they were. */
  look(): void {
    for (const guest of [...this.#guests]) if (!this.#isTheSame(guest)) guest.end();
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #isTheSame({ request, identity: { caller } }: Guest): boolean {
    try {
      const { user, role } = this.#identify(request).caller;
      return user === caller.user && role === caller.role;
    } catch {
      return false; // a token that is no more
    }
  }
}
