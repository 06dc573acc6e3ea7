import type { HandlerContext, Machine } from './machine.ts';

/** An event while it is handled. Its signal is made for who asks: most handlers are over before anything could abort them. */
export class EventContext<State extends string, Event extends string> implements HandlerContext<State, Event> {
  /** None is the machine's start. */
  readonly cause: Event | undefined;
  readonly args: unknown;
  readonly by: string | undefined;
  readonly fsm: Machine<State, Event>;
  #controller: AbortController | undefined;

  constructor(cause: Event | undefined, args: unknown, by: string | undefined, fsm: Machine<State, Event>) {
    this.cause = cause;
    this.args = args;
    this.by = by;
    this.fsm = fsm;
  }

  get event(): string {
    return this.cause ?? 'start';
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
