import type { HandlerContext, Machine } from './machine.ts';

/** An event while it is handled. Its signal is made for who asks: most handlers are over before anything could abort them. */
export class EventContext<State extends string, Event extends string> implements HandlerContext<State, Event> {
  readonly event: string;
  readonly args: unknown;
  readonly by: string | undefined;
  readonly fsm: Machine<State, Event>;
  /** The event once its handler runs: the machine's start has none. */
  cause: Event | undefined;
  #controller: AbortController | undefined;

  constructor(event: string, args: unknown, by: string | undefined, fsm: Machine<State, Event>) {
    this.event = event;
    this.args = args;
    this.by = by;
    this.fsm = fsm;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }
}
