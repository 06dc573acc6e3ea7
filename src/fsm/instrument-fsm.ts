import { asError, DefinitionError, StateError } from '../kit/errors.ts';
import { type CompiledHandler, type CompiledMachine, compile } from './compile.ts';
import { EventError } from './errors.ts';
import { EventContext } from './event-context.ts';
import { andThen, begin, currentHandling, end, isPartOf, isPromise, outsideHandlers } from './handling.ts';
import type { HandlerContext, Machine, MachineOptions, Outcome, Serving, Transition } from './machine.ts';
import { toMermaid } from './mermaid.ts';
import { type SeenTransitions, see } from './seen-transitions.ts';
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
  readonly #queue = new TurnQueue<Event>(QUEUE_LIMIT);
  readonly #seen: SeenTransitions<State, Event> = new Map();
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
    const outcome = Promise.withResolvers<unknown>();
    this.#add({ event: undefined, args: undefined, urgent: true, sender: currentHandling(), outcome });
    await outcome.promise;
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
    const outcome = Promise.withResolvers<unknown>();
    const { signal, by } = options;
    const sender = currentHandling();
    if (isPartOf(sender, this)) {
      const why = 'was sent from inside a handler of the same machine, which would wait for itself';
      outcome.reject(new EventError(event, `${why}; use raise('${event}')`));
    } else if (signal?.aborted) outcome.reject(signal.reason);
    else this.#send({ event, args, urgent: this.#preempting.has(event), signal, by, sender, outcome });
    return outcome.promise;
  }

  /** Sends an event that nobody waits for, from anywhere; what goes wrong with it is told to `onError`. */
  raise(event: Event, args?: unknown): void {
    const reject = (reason: unknown): void => this.#report(reason, `handling '${event}'`);
    const outcome = { resolve: () => {}, reject };
    this.#send({ event, args, urgent: this.#preempting.has(event), sender: undefined, outcome });
  }

  async advance(to: State): Promise<void> {
    const { cause, signal } = this.#running ?? {};
    if (cause === undefined || signal === undefined || !isPartOf(currentHandling(), this)) {
      throw new EventError(`advance to '${to}'`, 'is only for a handler of the same machine while it runs');
    }
    if (!this.#machine.has(to)) {
      throw new DefinitionError(`'${cause}' leads to '${to}'; there are: ${[...this.#machine.keys()].join(', ')}`);
    }
    await this.#transition(cause, to, { args: undefined, signal, fsm: this });
  }

  /** What is declared and what has been seen so far, as a Mermaid state diagram. */
  toMermaid(): string {
    return toMermaid(this.#machine, this.#options.initial, [...this.#seen.values()].flat());
  }

  /** Takes no more events, rejects those that wait, aborts the one that runs and waits for it to let go. */
  async close(): Promise<void> {
    this.#phase = 'closed';
    for (let turn = this.#queue.take(); turn !== undefined; turn = this.#queue.take()) {
      turn.outcome.reject(this.#impossible(turn.event));
    }
    this.#interrupt('close', undefined);
    if (!isPartOf(currentHandling(), this)) await this.#working;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #send(turn: Turn<Event>): void {
    if (this.#phase === 'started') this.#add(turn);
    else turn.outcome.reject(this.#impossible(turn.event));
  }

  #add(turn: Turn<Event>): void {
    const { event = 'start', urgent, args } = turn;
    if (urgent && event !== this.#running?.event) this.#interrupt(event, args);
    if (!this.#queue.add(turn)) {
      const why = `was refused: ${QUEUE_LIMIT} events already wait in state '${this.#current}'`;
      turn.outcome.reject(new EventError(event, why));
    }
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // Not in the sender's own turn: what it does next it does before its handler runs.
    await undefined;
    for (let turn = this.#queue.take(); turn !== undefined; turn = this.#queue.take()) await this.#take(turn);
    this.#working = undefined;
  }

  async #take({ event, args, by, sender, signal, outcome }: Turn<Event>): Promise<void> {
    const context = new EventContext<State, Event>(event, args, by, this);
    const abort = signal && ((): void => context.abort(signal.reason));
    if (abort !== undefined) signal?.addEventListener('abort', abort, { once: true });
    this.#running = context;
    const handling = begin(this, sender);
    try {
      const result = event === undefined ? this.#state().enter?.(context) : this.#handle(event, context);
      outcome.resolve(isPromise(result) ? await result : result);
    } catch (thrown) {
      outcome.reject(thrown);
    } finally {
      end(handling);
      if (abort !== undefined) signal?.removeEventListener('abort', abort);
      this.#running = undefined;
    }
  }

  #handle(event: Event, context: EventContext<State, Event>): unknown {
    const handler = this.#state().handlers.get(event);
    if (handler === undefined) throw this.#impossible(event);
    return andThen(handler.run(context), (decided) => this.#follow(event, handler, decided ?? {}, context));
  }

  #follow(
    event: Event,
    { to }: CompiledHandler<State, Event>,
    { next, result }: Outcome<State>,
    context: EventContext<State, Event>,
  ): unknown {
    if (next === undefined) return result;
    const targets = to ?? this.#machine;
    if (!targets.has(next)) {
      const right = `it may lead to ${[...targets.keys()].join(', ')}`;
      throw new DefinitionError(`'${event}' in state '${this.#current}' leads to '${next}'; ${right}`);
    }
    return andThen(this.#transition(event, next, context), () => result);
  }

  #transition(event: Event, to: State, context: HandlerContext<State, Event>): void | Promise<void> {
    return andThen(this.#state().exit?.(context), () => {
      const from = this.#current;
      this.#previous = from;
      this.#current = to;
      this.#tell(see(this.#seen, from, event, to));
      return this.#enter(context, `entering '${to}' after '${event}'`);
    });
  }

  #enter(context: HandlerContext<State, Event>, what: string): void | Promise<void> {
    try {
      const entered = this.#state().enter?.(context);
      return isPromise(entered) ? entered.catch((thrown) => this.#report(thrown, what)) : undefined;
    } catch (thrown) {
      this.#report(thrown, what);
    }
  }

  #tell(transition: Transition<State, Event>): void {
    if (this.#options.onTransition === undefined) return;
    try {
      outsideHandlers(() => this.#options.onTransition?.(transition));
    } catch (thrown) {
      const { to, event } = transition;
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

  #impossible(event = 'start'): StateError {
    if (this.#phase === 'new') return new StateError(event, 'not started', ['start']);
    return new StateError(event, this.#phase === 'closed' ? 'closed' : this.#current, this.events());
  }
}
