import { asError, DefinitionError, StateError } from '../kit/errors.ts';
import { type CompiledMachine, compile } from './compile.ts';
import { EventError } from './errors.ts';
import { EventContext } from './event-context.ts';
import { currentHandling, inside, isInside, isPromise, outsideHandlers } from './handling.ts';
import type { HandlerContext, Machine, MachineOptions, Serving, Transition } from './machine.ts';
import { toMermaid } from './mermaid.ts';
import { type Turn, TurnQueue } from './turn-queue.ts';

/** More events than this waiting for one instrument is a runaway sender, not a busy day. */
const QUEUE_LIMIT = 1000;

/**
 * A state machine whose handlers may take long: one event at a time, in order of arrival, always cancellable.
 *
 * - A transition runs exit(old), changes the state, runs enter(new), all with the args and the signal of the event.
 *   `next` naming the present state leaves and enters it again; without `next` the machine stays.
 * - An error in the handler or in exit leaves the state as it was and rejects. An error in enter leaves the *new* state:
 *   the sender still gets the handler's result, and `onError` the error.
 * - A preempting event aborts whatever runs (except the same event) even where it has no handler: which state it will
 *   meet is not known before what runs has let go. Events that wait behind it are judged in the state they then meet.
 */
export class InstrumentFsm<State extends string, Event extends string> implements Machine<State, Event> {
  readonly #options: MachineOptions<State, Event>;
  readonly #machine: CompiledMachine<State, Event>;
  readonly #preempting: ReadonlySet<Event>;
  readonly #internal: ReadonlySet<Event>;
  readonly #queue = new TurnQueue<EventContext<State, Event>>(QUEUE_LIMIT);
  readonly #seen = new Map<string, Transition<State, Event>>();
  #phase: 'new' | 'started' | 'closed' = 'new';
  #current: State;
  #previous: State | undefined;
  #running: EventContext<State, Event> | undefined;
  #working: Promise<void> | undefined;

  /** Throws a `DefinitionError` that lists every name that is not declared. */
  constructor(options: MachineOptions<State, Event>) {
    this.#options = options;
    this.#machine = compile(options);
    this.#preempting = new Set(options.preempting);
    this.#internal = new Set(options.internal);
    this.#current = options.initial;
  }

  get currentState(): State {
    return this.#current;
  }

  get previousState(): State | undefined {
    return this.#previous;
  }

  /** What is handled now. */
  get serving(): Serving | undefined {
    return this.#running;
  }

  events(): readonly Event[] {
    if (this.#phase !== 'started') return [];
    return [...this.#state().handlers.keys()].filter((event) => !this.#internal.has(event));
  }

  can(event: Event): boolean {
    return this.#phase === 'started' && this.#state().handlers.has(event);
  }

  /** Enters the initial state. Rejects when `enter` fails; the machine then stands in that state all the same. */
  async start(): Promise<void> {
    if (this.#phase !== 'new') throw this.#impossible('start');
    this.#phase = 'started';
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const run = (context: EventContext<State, Event>) => this.#state().enter?.(context);
    this.#add({ event: 'start', args: undefined, urgent: true, sender: currentHandling(), run, resolve, reject });
    await promise;
  }

  /**
   * Sends an event and waits for what its handler returns. `signal` takes the event back while it waits, and aborts its
   * handler's signal while it runs: the promise then settles as the handler does, so that the machine is free again.
   * Rejects with a `StateError` when the event is not handled in the state it meets, with an `EventError` when it was sent
   * from inside a handler of this machine (use `raise`), and else with what the handler threw.
   */
  onEvent(
    event: Event,
    args?: unknown,
    options: { readonly signal?: AbortSignal | undefined; readonly by?: string | undefined } = {},
  ): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const { signal, by } = options;
    if (isInside(this)) {
      const why = 'was sent from inside a handler of the same machine, which would wait for itself';
      reject(new EventError(event, `${why}; use raise('${event}')`));
    } else if (signal?.aborted) reject(signal.reason);
    else this.#send(event, args, { signal, by, sender: currentHandling(), resolve, reject });
    return promise;
  }

  /** Sends an event that nobody waits for, from anywhere; what goes wrong with it is told to `onError`. */
  raise(event: Event, args?: unknown): void {
    const reject = (reason: unknown): void => this.#report(reason, `handling '${event}'`);
    this.#send(event, args, { sender: undefined, resolve: () => {}, reject });
  }

  async advance(to: State): Promise<void> {
    const { cause, signal } = this.#running ?? {};
    if (cause === undefined || signal === undefined || !isInside(this)) {
      throw new EventError(`advance to '${to}'`, 'is only for a handler of the same machine while it runs');
    }
    if (!this.#machine.has(to)) {
      throw new DefinitionError(`'${cause}' leads to '${to}'; there are: ${[...this.#machine.keys()].join(', ')}`);
    }
    await this.#transition(cause, to, { args: undefined, signal, fsm: this });
  }

  /** What is declared and what has been seen so far, as a Mermaid state diagram. */
  toMermaid(): string {
    return toMermaid(this.#machine, this.#options.initial, this.#seen.values());
  }

  /** Takes no more events, rejects those that wait, aborts the one that runs and waits for it to let go. */
  async close(): Promise<void> {
    this.#phase = 'closed';
    for (let turn = this.#queue.take(); turn !== undefined; turn = this.#queue.take()) {
      turn.reject(this.#impossible(turn.event));
    }
    this.#interrupt('close', undefined);
    if (!isInside(this)) await this.#working;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #send(event: Event, args: unknown, sender: Omit<Turn<never>, 'event' | 'args' | 'urgent' | 'run'>): void {
    if (this.#phase !== 'started') sender.reject(this.#impossible(event));
    else {
      const run = (context: EventContext<State, Event>) => this.#handle(event, context);
      this.#add({ ...sender, event, args, urgent: this.#preempting.has(event), run });
    }
  }

  #add(turn: Turn<EventContext<State, Event>>): void {
    if (turn.urgent && turn.event !== this.#running?.event) this.#interrupt(turn.event, turn.args);
    if (!this.#queue.add(turn)) {
      turn.reject(
        new EventError(turn.event, `was refused: ${QUEUE_LIMIT} events already wait in state '${this.#current}'`),
      );
    }
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // Not in the sender's own turn: what it does next it does before its handler runs.
    await undefined;
    for (let turn = this.#queue.take(); turn !== undefined; turn = this.#queue.take()) await this.#take(turn);
    this.#working = undefined;
  }

  async #take(turn: Turn<EventContext<State, Event>>): Promise<void> {
    const { event, args, by, sender, signal, run } = turn;
    const context = new EventContext<State, Event>(event, args, by, this);
    const abort = signal && ((): void => context.abort(signal.reason));
    if (abort !== undefined) signal?.addEventListener('abort', abort, { once: true });
    this.#running = context;
    try {
      turn.resolve(await inside(this, sender, () => run(context)));
    } catch (thrown) {
      turn.reject(thrown);
    } finally {
      if (abort !== undefined) signal?.removeEventListener('abort', abort);
      this.#running = undefined;
    }
  }

  async #handle(event: Event, context: EventContext<State, Event>): Promise<unknown> {
    const handler = this.#state().handlers.get(event);
    if (handler === undefined) throw this.#impossible(event);
    context.cause = event;
    const outcome = handler.run(context);
    const { next, result } = (isPromise(outcome) ? await outcome : outcome) ?? {};
    if (next !== undefined) {
      const targets = handler.to ?? this.#machine;
      if (!targets.has(next)) {
        const right = `it may lead to ${[...targets.keys()].join(', ')}`;
        throw new DefinitionError(`'${event}' in state '${this.#current}' leads to '${next}'; ${right}`);
      }
      await this.#transition(event, next, context);
    }
    return result;
  }

  async #transition(event: Event, to: State, context: HandlerContext<State, Event>): Promise<void> {
    const from = this.#current;
    const left = this.#state().exit?.(context);
    if (isPromise(left)) await left;
    this.#previous = from;
    this.#current = to;
    this.#tell({ from, to, event });
    try {
      const entered = this.#state().enter?.(context);
      if (isPromise(entered)) await entered;
    } catch (thrown) {
      this.#report(thrown, `entering '${to}' after '${event}'`);
    }
  }

  #tell(transition: Transition<State, Event>): void {
    const { from, to, event } = transition;
    this.#seen.set(`${from} ${event} ${to}`, transition);
    if (this.#options.onTransition === undefined) return;
    try {
      outsideHandlers(() => this.#options.onTransition?.(transition));
    } catch (thrown) {
      this.#report(thrown, `telling that '${event}' led to '${to}'`);
    }
  }

  #interrupt(by: string, args: unknown): void {
    const running = this.#running;
    if (running === undefined) return;
    const reason = args instanceof Error ? args : new EventError(running.event, `was interrupted by '${by}'`);
    running.abort(reason);
  }

  #report(thrown: unknown, where: string): void {
    try {
      if (this.#options.onError === undefined) throw thrown;
      outsideHandlers(() => this.#options.onError?.(asError(thrown), where));
    } catch (uncaught) {
      queueMicrotask(() => {
        throw uncaught;
      });
    }
  }

  #state() {
    // Total: `compile` has a row for every declared state, and no other state is ever current.
    return this.#machine.get(this.#current)!;
  }

  #impossible(event: string): StateError {
    if (this.#phase === 'new') return new StateError(event, 'not started', ['start']);
    return new StateError(event, this.#phase === 'closed' ? 'closed' : this.#current, this.events());
  }
}
