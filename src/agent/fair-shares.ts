import { type Clock, sleep } from '../kit/clock.ts';
import type { EventDraft } from '../model/event-draft.ts';

/** As much of the time may those together take that send too much; the rest is for the others. */
const FOR_FLOODS = 0.5;
/** What one has not taken it may take later, up to so many ms. */
const SAVED = 500;
/** For so many ms of waiting, one is known to send too much. */
const NOTICED = 5000;

export interface ShareListener {
  /** It is slowed down, to this share of the time. */
  readonly onFlood: (share: number) => void;
  /** It was, for so many ms. */
  readonly onFloodOver: (ms: number) => void;
}

/** One instrument's share of the time. */
export interface Share extends Disposable {
  /** It has taken so many ms; what it must wait for before it takes more. */
  spent(ms: number): Promise<void> | undefined;
}

interface Account {
  credit: number;
  at: number;
  /** How long it had to wait since it last had enough. */
  waited: number;
  since: number | undefined;
}

/** Divides the time of the process: one instrument that sends without end does not take it from the others. */
export class FairShares {
  readonly #clock: Clock;
  #count = 0;
  /** Those that have taken more than they had, as of when they last took something. */
  readonly #overdrawn = new Set<Account>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(listener: ShareListener): Share {
    const account: Account = { credit: SAVED, at: this.#clock.elapsed(), waited: 0, since: undefined };
    const stopping = new AbortController();
    this.#count++;
    return {
      spent: (ms) => this.#spent(account, ms, listener, stopping.signal),
      [Symbol.dispose]: () => {
        if (stopping.signal.aborted) return;
        stopping.abort();
        this.#count--;
        this.#overdrawn.delete(account);
      },
    };
  }

  #spent(own: Account, ms: number, listener: ShareListener, signal: AbortSignal): Promise<void> | undefined {
    // Nobody else wants the time.
    const share = this.#count === 1 ? 1 : FOR_FLOODS / this.#waitingWith(own);
    const now = this.#clock.elapsed();
    own.credit = Math.min(SAVED, own.credit + share * (now - own.at)) - ms;
    own.at = now;
    if (own.credit < 0) this.#overdrawn.add(own);
    else this.#overdrawn.delete(own);
    if (own.credit >= SAVED / 2) this.#isOver(own, listener);
    if (own.credit >= 0 || share === 1) return undefined;
    const wait = -own.credit / share;
    own.waited += wait;
    if (own.waited > NOTICED && own.since === undefined) {
      own.since = now;
      listener.onFlood(share);
    }
    return sleep(this.#clock, wait, signal).catch(() => {});
  }

  #isOver(own: Account, { onFloodOver }: ShareListener): void {
    const { since } = own;
    own.waited = 0;
    own.since = undefined;
    if (since !== undefined) onFloodOver(this.#clock.elapsed() - since);
  }

  /** How many send too much now, this one among them. */
  #waitingWith(own: Account): number {
    return this.#overdrawn.size + (this.#overdrawn.has(own) ? 0 : 1);
  }
}

/** Tells that an instrument sends too much, and that it does not any more. */
export const tellFloods = ({
  record,
  onProblem,
}: {
  readonly record: (draft: EventDraft) => void;
  readonly onProblem: (problem: string | undefined) => void;
}): ShareListener => ({
  onFlood(share) {
    record({ type: 'flooding', by: 'driver', details: { share } });
    onProblem('it sends more than can be taken in its share of the time: what it sends comes late');
  },
  onFloodOver(milliseconds) {
    record({ type: 'flood_over', by: 'driver', details: { milliseconds } });
    onProblem(undefined);
  },
});
