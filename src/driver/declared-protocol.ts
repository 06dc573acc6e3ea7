import type { Instrument } from '../definition/instrument.ts';
import { outsideHandlers } from '../fsm/handling.ts';
import type { Handler, HandlerContext, Outcome } from '../fsm/machine.ts';
import { escapeBytes } from '../kit/bytes.ts';
import { asError, ConnectionError, ParameterError, ProtocolError, StateError } from '../kit/errors.ts';
import type { Exchange } from '../model/driver-event.ts';
import type { Sample, Values } from '../model/sample.ts';
import { ALL_PARAMETERS } from '../model/states.ts';
import type { Position } from '../packet/position.ts';
import type { Sieve } from '../sieve/sieve.ts';
import type { ReceivedPacket } from './connection.ts';
import { applyValues } from './declared/apply-values.ts';
import { syncClock } from './declared/clock-sync.ts';
import { runCommand } from './declared/command.ts';
import { discover, streamedBy, streamingState } from './declared/discovery.ts';
import { Intake, type Received } from './declared/intake.ts';
import { declaredMachine } from './declared/machine.ts';
import type { Memory } from './declared/memory.ts';
import { refresh } from './declared/refresh.ts';
import { SampleWatch } from './declared/sample-watch.ts';
import type { Session } from './declared/session.ts';
import { Unasked } from './declared/unasked.ts';
import { Dialogue } from './dialogue/dialogue.ts';
import type { Speaker } from './dialogue/speaker.ts';
import { TunnelledDialogue } from './dialogue/tunnelled.ts';
import { type Host, throughHost } from './host.ts';
import type { ParameterNames } from './instrument-driver.ts';
import { InstrumentProtocol, type ProtocolContext } from './instrument-protocol.ts';
import { argumentsOf } from './metadata.ts';
import { Running } from './running.ts';

export interface DeclaredContext extends ProtocolContext {
  readonly definition: Instrument;
  /** The instrument's id, for its samples. */
  readonly instrument: string;
  readonly sieve: Sieve;
  readonly memory: Memory;
  /** The instrument that this one is found behind. */
  readonly host?: Host;
}

type Context = HandlerContext<string, string>;
type Result = Outcome<string>;

/** A command that has its own state while it runs. */
interface Task {
  readonly controller: AbortController;
  readonly done: Promise<unknown>;
  /** The state when it is over. */
  readonly next: string;
}

/** A definition that runs: its states and commands as a machine, its samples, its parameters. */
export class DeclaredProtocol extends InstrumentProtocol {
  readonly #definition: Instrument;
  readonly #memory: Memory;
  readonly #session: Session;
  readonly #intake: Intake;
  readonly #unasked: Unasked;
  #task: Task | undefined;

  constructor(context: DeclaredContext) {
    super(context);
    const { definition, clock, memory, host } = context;
    this.#definition = definition;
    this.#memory = memory;
    this.#session = {
      definition,
      clock,
      table: memory.table,
      samples: new SampleWatch(),
      announce: (event) => this.announceToDriver(event),
      dialogue: this.#makeDialogue(context),
      ...(host && { host }),
      trustedSince: Number.NEGATIVE_INFINITY,
    };
    this.#intake = new Intake({ ...context, from: context.from });
    this.#unasked = new Unasked(definition, clock);
    this.useMachine(
      declaredMachine(definition, {
        discover: (event) => this.#discover(event),
        get: (event) => this.#get(event),
        set: (event) => this.#set(event),
        startup: (event) => this.#startup(event),
        clock_sync: (event) => this.#syncClock(event),
        start_direct: (event) => this.#startDirect(event),
        execute_direct: (event) => this.#executeDirect(event),
        stop_direct: (event) => this.#stopDirect(event),
        abort: () => this.#abort(),
        lost: (event) => this.#lost(event),
        noticed: () => ({ next: streamingState(definition) }),
        finished: () => this.#finished(),
        command: (name) => this.#command(name),
        onCommand: (event) => this.#onCommand(event),
      }),
    );
  }

  #makeDialogue({ definition, clock, host }: DeclaredContext): Speaker {
    const { dialogue, rides } = definition;
    const onExchange = (exchange: Exchange): void => this.announceToDriver({ type: 'exchange', exchange });
    if (host !== undefined && rides?.tunnel !== undefined) {
      return new TunnelledDialogue({ dialogue, clock, say: throughHost(host, rides.tunnel), onExchange });
    }
    return new Dialogue({
      dialogue,
      clock,
      streaming: streamedBy(definition),
      send: (bytes, signal) => this.connection.send(bytes, signal),
      sendBreak: (ms, signal) => this.connection.sendBreak(ms, signal),
      onExchange,
    });
  }

  override get resume(): Position | undefined {
    return this.#intake.resume;
  }

  override getCapabilities() {
    return {
      commands: this.protocolFsm.events(),
      parameters: Object.keys(this.#definition.parameters),
    };
  }

  override gotPackets(packets: readonly ReceivedPacket[]): void {
    const samples = this.#intake.take(packets, (received) => this.#gotLive(received));
    const { resume } = this.#intake;
    if (samples.length > 0) this.announceToDriver({ type: 'sample', samples, ...(resume && { resume }) });
  }

  override async close(): Promise<void> {
    const closed = new ConnectionError('the connection to the instrument is closed');
    this.#session.dialogue.close();
    this.#task?.controller.abort(closed);
    await super.close();
  }

  #gotLive({ bytes, found, samples }: Received): void {
    this.#session.dialogue.received(bytes, found);
    for (const sample of samples) this.#gotSample(sample);
    if (this.currentState === 'direct_access') this.announceToDriver({ type: 'direct_access', bytes });
  }

  #gotSample(sample: Sample): void {
    this.#session.samples.seen(sample);
    // What a host was asked for may bring its passenger's samples too: they tell nothing of what that does.
    if (this.#session.host !== undefined) return;
    if (!this.#unasked.seen(sample) || !this.protocolFsm.can('noticed')) return;
    // By the time that this is handled, a command may have been given: then it is no news.
    const noticed = outsideHandlers(() => this.protocolFsm.onEvent('noticed'));
    noticed.catch((error) => {
      if (!(error instanceof StateError)) this.announceToDriver({ type: 'error', error, during: 'noticing samples' });
    });
  }

  async #discover({ signal, fsm }: Context): Promise<Result> {
    const state = await this.#find(signal);
    return { next: state === fsm.currentState ? undefined : state, result: state };
  }

  async #find(signal: AbortSignal): Promise<string> {
    const streaming = streamingState(this.#definition);
    if (streaming !== undefined && this.#unasked.isRecent()) return streaming;
    return this.#unasked.during(() => discover(this.#session, signal));
  }

  async #get({ args, signal, fsm }: Context): Promise<Result> {
    if (!isNames(args)) throw new ParameterError(`get takes '${ALL_PARAMETERS}' or a list of names`);
    await this.#unasked.during(() => refresh(this.#session, args, signal, fsm.currentState));
    return { result: this.#session.table.get(args) };
  }

  async #apply(values: Values, signal: AbortSignal): Promise<Result> {
    return { result: await this.#unasked.during(() => applyValues(this.#session, values, signal)) };
  }

  async #set({ args, signal }: Context): Promise<Result> {
    const values = this.#session.table.validate(args, 'set');
    const outcome = await this.#apply(values, signal);
    // What is still to be brought back is older than this.
    const { restore } = this.#memory;
    this.#memory.restore = restore && omit(restore, Object.keys(values));
    return outcome;
  }

  async #startup({ args, signal }: Context): Promise<Result> {
    const outcome = await this.#apply(this.#session.table.startupValues(args), signal);
    this.#memory.startup = undefined;
    return outcome;
  }

  async #onCommand({ signal }: Context): Promise<void> {
    for (const due of ['restore', 'startup'] as const) {
      const values = this.#memory[due];
      if (values === undefined) continue;
      this.#memory[due] = undefined;
      try {
        await this.#apply(values, signal);
      } catch (thrown) {
        // What could not be said now is said the next time; what was refused would be refused again.
        if (!(thrown instanceof ProtocolError)) this.#memory[due] = values;
        if (!signal.aborted) throw thrown;
      }
    }
  }

  async #syncClock({ signal }: Context): Promise<Result> {
    const { clock } = this.#definition;
    if (clock === undefined) return {};
    const result = await this.#unasked.during(() => syncClock(this.#session, clock, signal));
    this.announceToDriver({ type: 'result', command: 'clock_sync', result });
    return { result };
  }

  #command(name: string): Handler<string, string> {
    const command = this.#definition.commands[name];
    if (command?.during === undefined) {
      return async ({ args, signal, fsm }) => {
        const result = await this.#run(name, args, signal);
        return { next: command?.to === fsm.currentState ? undefined : command?.to, result };
      };
    }
    return ({ args, fsm }) => {
      argumentsOf(name, command, args);
      const task = outsideHandlers(() => this.#begin(name, args, command.to ?? fsm.currentState));
      return { next: command.during, result: new Running(task.done, (reason) => task.controller.abort(reason)) };
    };
  }

  async #run(name: string, args: unknown, signal: AbortSignal): Promise<unknown> {
    const { yields } = this.#definition.commands[name] ?? {};
    const result = await this.#unasked.during(() => runCommand(this.#session, name, args, signal), yields);
    this.announceToDriver({ type: 'result', command: name, result });
    return result;
  }

  #begin(name: string, args: unknown, next: string): Task {
    const controller = new AbortController();
    const over = async (): Promise<void> => {
      try {
        await this.protocolFsm.onEvent('finished');
      } catch (thrown) {
        // The connection was lost or closed meanwhile: its state is none of this command's any more.
        if (!(thrown instanceof StateError)) throw thrown;
      }
    };
    const task = { controller, next, done: this.#run(name, args, controller.signal).finally(over) };
    this.#task = task;
    return task;
  }

  #finished(): Result {
    const next = this.#task?.next;
    this.#task = undefined;
    return { next };
  }

  #abort(): Result {
    const task = this.#task;
    if (task === undefined) return {};
    task.controller.abort(new DOMException('aborted on request', 'AbortError'));
    return { result: new Running(task.done.then(nothing, nothing)) };
  }

  #lost({ args, fsm }: Context): Result {
    const error = args instanceof ConnectionError ? args : new ConnectionError('the instrument is lost');
    this.#session.dialogue.lost(error);
    this.#task?.controller.abort(error);
    this.#task = undefined;
    this.#session.trustedSince = this.clock.elapsed();
    return fsm.currentState === 'unknown' ? {} : { next: 'unknown' };
  }

  async #startDirect({ signal, fsm }: Context): Promise<Result> {
    try {
      await this.#unasked.during(() => refresh(this.#session, ALL_PARAMETERS, signal, fsm.currentState));
    } catch (thrown) {
      // Direct access is also for instruments that do not answer: what was known before is brought back then.
      if (signal.aborted) throw thrown;
      this.announceToDriver({ type: 'error', error: asError(thrown), during: 'saving parameters for direct access' });
    }
    this.#memory.restore = { ...this.#session.table.snapshot(), ...this.#memory.restore };
    return { next: 'direct_access' };
  }

  async #executeDirect({ args, signal }: Context): Promise<Result> {
    if (!(args instanceof Uint8Array)) throw new ParameterError('direct access takes bytes');
    await this.#unasked.during(() => this.connection.send(args, signal));
    const exchange = { command: 'direct_access', sent: escapeBytes(args), received: '', milliseconds: 0 };
    this.announceToDriver({ type: 'exchange', exchange: { ...exchange, ended: 'nothing awaited' } });
    return {};
  }

  async #stopDirect({ signal }: Context): Promise<Result> {
    this.#session.trustedSince = this.clock.elapsed();
    try {
      // What came lately was perhaps asked for by hand: it says nothing.
      const state = await this.#unasked.during(() => discover(this.#session, signal));
      return { next: state, result: state };
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      // An instrument that does not answer must not hold anybody in direct access.
      return { next: 'unknown', result: new Running(Promise.reject(thrown)) };
    }
  }
}

const nothing = (): void => {};

const omit = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

const isNames = (args: unknown): args is ParameterNames =>
  args === ALL_PARAMETERS || (Array.isArray(args) && args.every((name) => typeof name === 'string'));
