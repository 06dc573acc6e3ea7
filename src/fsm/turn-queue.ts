import type { Handling } from './handling.ts';

/** An event on its way through a machine. */
export interface Turn<Event extends string> {
  /** None is the machine's start. */
  readonly event: Event | undefined;
  readonly args: unknown;
  /** Whether it goes before what is not. */
  readonly urgent: boolean;
  /** Takes the event back. */
  readonly signal?: AbortSignal | undefined;
  /** On whose behalf it was sent. */
  readonly by?: string | undefined;
  /** The handler that waits for this event, possibly of another machine. */
  readonly sender: Handling | undefined;
  /** Tells the sender what came of it. */
  readonly outcome: Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'>;
}

/** Turns in order of arrival, urgent ones first. A turn whose signal aborts leaves at once. */
export class TurnQueue<Event extends string> {
  readonly #limit: number;
  readonly #urgent: Turn<Event>[] = [];
  readonly #ordinary: Turn<Event>[] = [];
  readonly #unlisten = new Map<Turn<Event>, () => void>();

  /** At most `limit` turns of either kind wait. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when the queue is full. */
  add(turn: Turn<Event>): boolean {
    const lane = turn.urgent ? this.#urgent : this.#ordinary;
    if (lane.length >= this.#limit) return false;
    lane.push(turn);
    const { signal } = turn;
    if (signal === undefined) return true;
    const leave = (): void => {
      lane.splice(lane.indexOf(turn), 1);
      this.#unlisten.delete(turn);
      turn.outcome.reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#unlisten.set(turn, () => signal.removeEventListener('abort', leave));
    return true;
  }

  take(): Turn<Event> | undefined {
    const turn = this.#urgent.shift() ?? this.#ordinary.shift();
    if (turn === undefined) return undefined;
    if (turn.signal === undefined) return turn;
    this.#unlisten.get(turn)?.();
    this.#unlisten.delete(turn);
    return turn;
  }
}
