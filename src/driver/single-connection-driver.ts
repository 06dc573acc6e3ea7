import { outsideHandlers } from '../fsm/handling.ts';
import { InstrumentFsm } from '../fsm/instrument-fsm.ts';
import type { HandlerContext, Outcome } from '../fsm/machine.ts';
import { abortable } from '../kit/abort.ts';
import type { BackoffOptions } from '../kit/backoff.ts';
import type { Clock } from '../kit/clock.ts';
import { asError, ConnectionError, StateError } from '../kit/errors.ts';
import { Listeners } from '../kit/listeners.ts';
import type { DriverAsyncEvent, EventListener, ResumePoint } from '../model/driver-event.ts';
import type { Value, Values } from '../model/sample.ts';
import type { DriverConnectionState, DriverEvent, DriverState } from '../model/states.ts';
import { accounted, commandOf } from './account.ts';
import { type Attachment, handlersOf, noInstrument } from './attachment.ts';
import { attributed } from './attribution.ts';
import { type CommsConfig, checkCommsConfig, checkLinkedConfig, type LinkedCommsConfig } from './comms-config.ts';
import type { Connection } from './connection.ts';
import { connectionMachine, possibleIn } from './connection-table.ts';
import type {
  CallOptions,
  Capabilities,
  DirectOptions,
  InstrumentDriver,
  ParameterNames,
  SetResult,
} from './instrument-driver.ts';
import type { InstrumentProtocol, ProtocolContext } from './instrument-protocol.ts';
import { limited } from './limited.ts';
import { connectionsOf, makeLoggerClient } from './make-client.ts';
import { Reconnection } from './reconnection.ts';
import { finished } from './running.ts';

/** During what an `error` comes by which the port agent was lost. */
export const PORT_AGENT_LOST = 'the connection to the port agent';

export interface DriverOptions {
  readonly clock: Clock;
  /** How the port agent of a config is reached; a `LoggerClient` where nothing is said. */
  readonly makeClient?: (config: CommsConfig, clock: Clock) => Connection;
  /** The pauses between attempts to reach a port agent again that was lost; false: it stays lost. */
  readonly reconnect?: BackoffOptions | false;
  /** What the next packets wait for, when samples cannot be taken care of as fast as they come; the last ones took so many ms. */
  readonly ready?: (spent: number) => Promise<void> | undefined;
}

type Context = HandlerContext<DriverConnectionState, DriverEvent>;

/**
 * Base class of drivers with one connection: the connection's states, and everything else forwarded to the protocol that a
 * subclass builds. What is possible in which state is data: see `connection-table.ts`.
 */
export abstract class SingleConnectionInstrumentDriver implements InstrumentDriver {
  readonly #options: DriverOptions;
  readonly #listeners = new Listeners<DriverAsyncEvent>();
  readonly #fsm: InstrumentFsm<DriverConnectionState, DriverEvent>;
  readonly #reconnection: Reconnection;
  #started: Promise<void> | undefined;
  #announced: DriverState | undefined;
  #config: CommsConfig | LinkedCommsConfig | undefined;
  #resume: ResumePoint | undefined;
  #attachment: Attachment | undefined;

  /** Nothing is told before the first call: a subclass is complete by then. */
  constructor(onEvent: EventListener, options: DriverOptions) {
    this.#options = options;
    this.#listeners.add(onEvent);
    this.#fsm = new InstrumentFsm({
      ...connectionMachine({
        announce: () => this.#entered(),
        nothing: () => ({}),
        configure: (context) => this.#configure(context),
        forget: () => this.#forget(),
        attach: (context) => this.#attach(context),
        detach: () => this.#detach(),
        drop: (context) => this.#drop(context),
        lose: (context) => this.#lose(context),
        find: () => ({}),
        settle: (context) => this.#settle(context),
        rebuild: (context) => this.#rebuild(context),
        forward: (context, event) => this.#forward(context, event),
      }),
      onError: (error, where) => this.emit({ type: 'error', error, during: where }),
    });
    this.#reconnection = new Reconnection({
      clock: options.clock,
      ...(options.reconnect && { backoff: options.reconnect }),
      attempt: async (signal) => void (await this.#call('connect', undefined, { signal })),
      onFailure: (error) => this.emit({ type: 'error', error, during: 'reconnecting' }),
    });
  }

  /** Makes the protocol that speaks with the instrument. Called for every attachment. */
  protected abstract buildProtocol(context: ProtocolContext): InstrumentProtocol;

  /** The instrument's links, where it has several. */
  protected get links(): readonly string[] | undefined {
    return undefined;
  }

  protected get clock(): Clock {
    return this.#options.clock;
  }

  /** The protocol while a port agent is attached to. */
  protected get protocol(): InstrumentProtocol | undefined {
    return this.#attachment?.protocol;
  }

  protected emit(event: DriverAsyncEvent): void {
    const own = attributed(event, this.protocol?.serving ?? this.#fsm.serving);
    outsideHandlers(() => this.#listeners.emit(own));
  }

  async initialize(): Promise<void> {
    this.#reconnection.stop(new ConnectionError('initialized again'));
    await this.#call('initialize');
  }

  async configure(config?: unknown): Promise<void> {
    await this.#call('configure', config);
  }

  async connect(options?: CallOptions): Promise<void> {
    const reason = new ConnectionError('connecting at once');
    this.#reconnection.interrupt(reason);
    try {
      await this.#call('connect', undefined, options);
      this.#reconnection.stop(reason);
    } catch (thrown) {
      this.#reconnection.goOn();
      throw thrown;
    }
  }

  async disconnect(): Promise<void> {
    const reason = new ConnectionError('disconnected on request');
    if (this.#reconnection.stop(reason) && this.#fsm.currentState === 'disconnected') return;
    await this.#call('disconnect', reason);
  }

  async discover(options?: CallOptions): Promise<DriverState> {
    await this.#call('discover', undefined, options);
    return this.getCurrentState();
  }

  async get(names: ParameterNames, options?: CallOptions): Promise<Values> {
    return asRecord<Value>(await this.#call('get', names, options));
  }

  async set(values: Readonly<Record<string, Value>>, options?: CallOptions): Promise<SetResult> {
    return asRecord(await this.#call('set', values, options));
  }

  executeAcquireSample(options?: CallOptions): Promise<unknown> {
    return this.#call('acquire_sample', undefined, options);
  }

  executeStartAutosample(options?: CallOptions): Promise<unknown> {
    return this.#call('start_autosample', undefined, options);
  }

  executeStopAutosample(options?: CallOptions): Promise<unknown> {
    return this.#call('stop_autosample', undefined, options);
  }

  executeTest(options?: CallOptions): Promise<unknown> {
    return this.#call('test', undefined, options);
  }

  executeCalibrate(options?: CallOptions): Promise<unknown> {
    return this.#call('calibrate', undefined, options);
  }

  async executeStartDirectAccess(options?: DirectOptions): Promise<void> {
    await this.#call('start_direct', options?.link, options);
  }

  async executeDirectAccess(bytes: Uint8Array, options?: CallOptions): Promise<void> {
    await this.#call('execute_direct', bytes, options);
  }

  /** A line break, for so many ms, over the link that direct access is to. */
  async executeDirectBreak(milliseconds: number, options?: CallOptions): Promise<void> {
    await this.#call('execute_direct', milliseconds, options);
  }

  executeStopDirectAccess(options?: CallOptions): Promise<unknown> {
    return this.#call('stop_direct', undefined, options);
  }

  execute(command: string, args: Readonly<Record<string, Value>> = {}, options?: CallOptions): Promise<unknown> {
    return this.#call('execute', { command, args }, options);
  }

  getCurrentState(): DriverState {
    const connection = this.#fsm.currentState;
    return connection === 'connected' ? (this.protocol?.currentState ?? connection) : connection;
  }

  capabilities(): Capabilities {
    const connection = this.#fsm.currentState;
    const inner = connection === 'connected' ? this.protocol?.getCapabilities() : undefined;
    return {
      state: this.getCurrentState(),
      commands: [...possibleIn(connection), ...(inner?.commands ?? [])],
      parameters: inner?.parameters ?? [],
    };
  }

  /** The connection machine as a Mermaid state diagram. */
  toMermaid(): string {
    return this.#fsm.toMermaid();
  }

  /**
   * Has `change` run when no protocol is there; one that was is built anew, on the same port agent, and goes on in its log where the
   * old one had got to. Commands that run are waited for; `check` is asked at that time, and may refuse by throwing.
   */
  protected async rebuild(check: () => void, change: () => void, options?: CallOptions): Promise<void> {
    await this.#call('reload', { check, change }, options);
  }

  /** Leaves the port agent, stops reconnecting and takes no more calls. */
  async close(): Promise<void> {
    this.#reconnection.stop(new ConnectionError('the driver is closed'));
    await this.#fsm.close();
    await this.#release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #call(event: DriverEvent, args?: unknown, options: CallOptions = {}): Promise<unknown> {
    this.#started ??= this.#fsm.start();
    await this.#started;
    const { by } = options;
    const work = () =>
      limited(this.clock, event, options, async (signal) =>
        finished(await this.#fsm.onEvent(event, args, { signal, by }), signal),
      );
    return accounted({ ...options, event, args }, this.clock, (told) => this.emit(told), work);
  }

  #entered(): Outcome<DriverConnectionState> {
    this.#announceState();
    this.#reconcile();
    return {};
  }

  #announceState(): void {
    const state = this.getCurrentState();
    const previous = this.#announced;
    if (state === previous) return;
    this.#announced = state;
    this.emit({ type: 'state_change', state, previous });
  }

  #configure({ args }: Context): Outcome<DriverConnectionState> {
    this.#config = this.links === undefined ? checkCommsConfig(args) : checkLinkedConfig(args, this.links);
    this.#resume = undefined;
    return {};
  }

  #forget(): Outcome<DriverConnectionState> {
    this.#config = undefined;
    this.#resume = undefined;
    return {};
  }

  async #attach({ signal }: Context): Promise<Outcome<DriverConnectionState>> {
    const { makeClient = makeLoggerClient, clock } = this.#options;
    // Only a config leads to the state in which this is possible.
    const { client, from } = connectionsOf(this.#config!, this.#resume, (config) => makeClient(config, clock));
    const protocol = this.buildProtocol({
      connection: client,
      clock,
      from,
      announce: (event) => (event.type === 'state_change' ? this.#announceState() : this.emit(event)),
    });
    const attachment: Attachment = { client, protocol };
    this.#attachment = attachment;
    try {
      await protocol.start();
      const handlers = handlersOf(attachment, {
        isPresent: () => attachment === this.#attachment,
        announce: (event) => this.emit(event),
        elapsed: () => this.#options.clock.elapsed(),
        ready: (spent) => this.#options.ready?.(spent),
        reconcile: () => this.#reconcile(),
        lost: (error) => this.#onLost(error),
      });
      await abortable(client.initComms(handlers, signal), signal);
    } catch (thrown) {
      await this.#release();
      throw thrown;
    }
    return { next: client.state === 'connected' ? 'connected' : 'instrument_disconnected' };
  }

  async #detach(): Promise<Outcome<DriverConnectionState>> {
    await this.#release();
    return {};
  }

  /** Leaves the port agent's log where the old protocol has decided everything, and joins it there again with a new one. */
  async #rebuild(context: Context): Promise<Outcome<DriverConnectionState>> {
    const { check, change } = context.args as Rebuilding;
    check();
    if (this.#attachment === undefined) {
      change();
      return {};
    }
    await this.#release();
    change();
    try {
      const { next } = await this.#attach(context);
      return next === context.fsm.currentState ? this.#entered() : { next };
    } catch (thrown) {
      this.emit({ type: 'error', error: asError(thrown), during: 'attaching again' });
      if (this.#options.reconnect !== false) outsideHandlers(() => this.#reconnection.start());
      return { next: 'disconnected' };
    }
  }

  async #drop({ args }: Context): Promise<Outcome<DriverConnectionState>> {
    await this.#release();
    this.emit({ type: 'error', error: asError(args), during: PORT_AGENT_LOST });
    if (this.#options.reconnect !== false) outsideHandlers(() => this.#reconnection.start());
    return {};
  }

  #lose({ args }: Context): Outcome<DriverConnectionState> {
    this.emit({ type: 'error', error: asError(args), during: 'the connection to the instrument' });
    return {};
  }

  async #settle({ args }: Context): Promise<Outcome<DriverConnectionState>> {
    this.#announceState();
    await this.protocol?.lost(args instanceof ConnectionError ? args : noInstrument(this.#attachment?.client));
    this.#reconcile();
    return {};
  }

  async #forward({ args, signal, by }: Context, event: string): Promise<Outcome<DriverConnectionState>> {
    const { command, args: own } = commandOf(event, args);
    // Total: the state in which this is handled is entered with an attachment and left when that is released.
    return { result: await this.#attachment!.protocol.handle(command, own, signal, by) };
  }

  async #release(): Promise<void> {
    const attachment = this.#attachment;
    if (attachment === undefined) return;
    this.#attachment = undefined;
    this.#resume = attachment.protocol.resume ?? this.#resume;
    await attachment.protocol.close();
    await attachment.client.stopComms();
  }

  /** The instrument may come and go while a machine is between two states: what it told last is compared with where that stands. */
  #reconcile(): void {
    const state = this.#fsm.currentState;
    const instrument = this.#attachment?.client.state;
    if (state === 'connected' && instrument === 'disconnected')
      this.#tell('instrument_lost', noInstrument(this.#attachment?.client));
    if (state === 'instrument_disconnected' && instrument === 'connected') this.#tell('instrument_found');
  }

  #onLost(error: Error): void {
    const lost = error instanceof ConnectionError ? error : new ConnectionError(error.message, { cause: error });
    this.#tell('connection_lost', lost);
  }

  /** What a connection tells comes when it comes: where it is no news any more it is no fault either. */
  #tell(event: DriverEvent, args?: unknown): void {
    const told = outsideHandlers(() => this.#fsm.onEvent(event, args));
    told.catch((error: Error) => {
      if (!(error instanceof StateError)) this.emit({ type: 'error', error, during: event });
    });
  }
}

/** What comes with the event `reload`. */
interface Rebuilding {
  check(): void;
  change(): void;
}

/** What a protocol's handler returned. Its shape is the handler's word. */
const asRecord = <T>(value: unknown): Readonly<Record<string, T>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, T>>) : {};
