/** What a handler decided: where the machine goes (nowhere when absent), and what the sender of the event gets. */
export interface Outcome<State extends string> {
  readonly next?: State | undefined;
  readonly result?: unknown;
}

/** The machine as its handlers see it. There is no `onEvent`: a handler that waited for its own machine would wait for ever. */
export interface Machine<State extends string, Event extends string> {
  readonly currentState: State;
  readonly previousState: State | undefined;
  /** The events handled in the current state, in order of declaration. */
  events(): readonly Event[];
  can(event: Event): boolean;
  /** Queues an event that nobody waits for; what goes wrong with it is told to `onError`. */
  raise(event: Event, args?: unknown): void;
  /**
   * Changes the state while the handler goes on, so that what happens is seen; other events still wait for it. Should it fail
   * later, the machine stays where it got to. `EventError` from outside a handler of this machine.
   */
  advance(to: State): Promise<void>;
}

export interface HandlerContext<State extends string, Event extends string> {
  /** What came with the event. */
  readonly args: unknown;
  /** Aborts when the sender gives up, a preempting event comes or the machine closes. Let go as soon as it does. */
  readonly signal: AbortSignal;
  /** On whose behalf the event was sent, where its sender said so. */
  readonly by?: string | undefined;
  readonly fsm: Machine<State, Event>;
}

// biome-ignore lint/suspicious/noConfusingVoidType: a handler that decides nothing need not say so
type Maybe<T> = T | undefined | void;

export type Handler<State extends string, Event extends string> = (
  context: HandlerContext<State, Event>,
) => Maybe<Outcome<State>> | Promise<Maybe<Outcome<State>>>;

/** Runs on the way into or out of a state, with the args of the event that caused it. */
export type Hook<State extends string, Event extends string> = (
  context: HandlerContext<State, Event>,
) => void | Promise<void>;

/** A handler that says where it may lead: the machine holds it to that, and draws it before it has happened. */
export interface DirectedHandler<State extends string, Event extends string> {
  readonly to: State | readonly State[];
  readonly run: Handler<State, Event>;
}

export type StateHandlers<State extends string, Event extends string> = {
  readonly [E in Event]?: Handler<State, Event> | DirectedHandler<State, Event>;
} & {
  readonly enter?: Hook<State, Event>;
  readonly exit?: Hook<State, Event>;
};

export interface Transition<State extends string, Event extends string> {
  readonly from: State;
  readonly to: State;
  readonly event: Event;
}

/** An event that is handled, and on whose behalf it was sent. */
export interface Serving {
  readonly event: string;
  readonly by?: string | undefined;
}

export interface MachineOptions<State extends string, Event extends string> {
  readonly states: readonly State[];
  readonly events: readonly Event[];
  readonly initial: State;
  readonly handlers: { readonly [S in State]?: StateHandlers<State, Event> };
  /** Events that do not wait their turn: they abort what runs, wait for it to let go, and go before all others. */
  readonly preempting?: readonly Event[];
  /** Events that the machine's owner tells it and that are nobody's to ask for: `events` and errors do not offer them. */
  readonly internal?: readonly Event[];
  /** Told when the state has changed, before the new state is entered. */
  onTransition?(transition: Transition<State, Event>): void;
  /** Told what no sender can be told: a failed `enter`, a failed raised event. Without it such an error is uncaught. */
  onError?(error: Error, where: string): void;
}
