import { InstrumentFsm } from '../fsm/instrument-fsm.ts';
import type { MachineOptions, Serving } from '../fsm/machine.ts';
import type { Clock } from '../kit/clock.ts';
import { ConnectionError, NotImplementedError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { DriverAsyncEvent, EventListener, ResumePoint } from '../model/driver-event.ts';
import type { Value } from '../model/sample.ts';
import type { Connection, ConnectionHandlers, ReceivedPacket } from './connection.ts';
import { type DeviceLogger, type LaunchOptions, makeLogger } from './device-logger.ts';
import type { CallOptions, ParameterNames } from './instrument-driver.ts';
import { limited } from './limited.ts';
import { finished } from './running.ts';

/** What a protocol lives on. */
export interface ProtocolContext {
  readonly clock: Clock;
  /** Hears of the protocol's events: the driver that it belongs to. */
  readonly announce?: EventListener;
  /** The way to the instrument, where a driver has it; else the protocol makes its own, see `configure`. */
  readonly connection?: Connection;
  /** Where in the log what comes begins: all before it was handed on already. */
  readonly from?: ResumePoint | undefined;
  /** How `connect` starts a process for the instrument's link. */
  readonly launch?: LaunchOptions;
}

type Machine = InstrumentFsm<string, string>;

/**
 * Base class of protocols: what is said to one kind of instrument, as a state machine. A subclass gives the machine
 * (`useMachine`) and takes what the instrument sends (`gotData`).
 *
 * Within a driver the protocol is given its connection. Alone it has its own: *connect* and *disconnect* start and stop the
 * process that owns the instrument's link, *attach* and *detach* join and leave one that runs, and never disturb the instrument.
 */
export class InstrumentProtocol {
  readonly #context: ProtocolContext;
  #machine: { readonly fsm: Machine; readonly offered: readonly string[] } | undefined;
  #started: Promise<void> | undefined;
  #logger: DeviceLogger | undefined;
  #connection: Connection | undefined;
  #attached = false;

  constructor(context: ProtocolContext) {
    this.#context = context;
    this.#connection = context.connection;
  }

  /** Gives the protocol its states and what it does about events in them. Changes of state are announced. */
  protected useMachine<State extends string, Event extends string>(
    options: Omit<MachineOptions<State, Event>, 'onTransition' | 'onError'>,
  ): InstrumentFsm<State, Event> {
    const fsm = new InstrumentFsm<State, Event>({
      ...options,
      onTransition: ({ from, to }) => this.announceToDriver({ type: 'state_change', state: to, previous: from }),
      onError: (error, where) => this.announceToDriver({ type: 'error', error, during: where }),
    });
    // The machine of a subclass is asked with names that came from outside: it refuses those that it does not know.
    const open = fsm as unknown as Machine;
    const { events, internal = [] } = options;
    this.#machine = { fsm: open, offered: events.filter((event) => !internal.includes(event)) };
    return fsm;
  }

  get protocolFsm(): Machine {
    if (this.#machine === undefined) throw new NotImplementedError(`${this.constructor.name} has no state machine`);
    return this.#machine.fsm;
  }

  protected get clock(): Clock {
    return this.#context.clock;
  }

  /** The way to the instrument; a `ConnectionError` where there is none yet. */
  protected get connection(): Connection {
    if (this.#connection === undefined) throw new ConnectionError('there is no connection: configure comes first');
    return this.#connection;
  }

  /** What it is doing, and on whose behalf. */
  get serving(): Serving | undefined {
    return this.#machine?.fsm.serving;
  }

  get currentState(): string {
    return this.protocolFsm.currentState;
  }

  /** Whoever has kept what was handed on may go on from here in the log. */
  get resume(): ResumePoint | undefined {
    return undefined;
  }

  /** Forgets the connection. A process that runs goes on. */
  async initialize(): Promise<void> {
    await this.detach();
    this.#logger = undefined;
    this.#connection = undefined;
  }

  /** Says where the instrument is: by `ethernet` or by `serial`. A `ParameterError` lists all that is wrong. */
  async configure(config: unknown): Promise<void> {
    const logger = makeLogger(config, this.#context.launch, this.clock);
    await this.initialize();
    this.#logger = logger;
  }

  /** Starts the process that owns the instrument's link, attaches to it and returns its pid. `ConnectionError` where one runs. */
  async connect(): Promise<number> {
    const { launcher } = this.#configured();
    const running = await launcher.getPid();
    if (running !== undefined) {
      throw new ConnectionError(`${launcher.name}: process ${running} has this instrument already: attach to it`);
    }
    const { pid } = await launcher.launchProcess();
    try {
      await this.attach();
    } catch (thrown) {
      await launcher.stop();
      throw thrown;
    }
    return pid;
  }

  /** Leaves the process and stops it, and with it the instrument's connection. */
  async disconnect(): Promise<void> {
    const { launcher } = this.#configured();
    await this.detach();
    await launcher.stop();
  }

  /** Joins the process that has the instrument. */
  async attach(): Promise<void> {
    await this.start();
    if (this.#attached) throw new ConnectionError('attached already');
    this.#connection = this.#context.connection ?? (await this.#configured().makeClient());
    await this.#connection.initComms(this.#handlers());
    this.#attached = true;
  }

  /** Leaves the process; the instrument is not disturbed. */
  async detach(): Promise<void> {
    if (!this.#attached) return;
    this.#attached = false;
    await this.#connection?.stopComms();
    await this.lost(new ConnectionError('detached on request'));
  }

  /** Breaks off what runs, and knows nothing of the instrument's state any more. */
  async reset(): Promise<void> {
    await this.lost(new ConnectionError('reset on request'));
  }

  async get(names: ParameterNames, options?: CallOptions): Promise<unknown> {
    return this.#call('get', names, options);
  }

  async set(values: Readonly<Record<string, Value>>, options?: CallOptions): Promise<unknown> {
    return this.#call('set', values, options);
  }

  async execute(command: string, args?: unknown, options?: CallOptions): Promise<unknown> {
    return this.#call(command, args, options);
  }

  /** Sends bytes as they are, in direct access. */
  async executeDirect(bytes: Uint8Array, options?: CallOptions): Promise<void> {
    await this.#call('execute_direct', bytes, options);
  }

  /** What is possible in the present state, and which parameters there are. */
  getCapabilities(): { readonly commands: readonly string[]; readonly parameters: readonly string[] } {
    return { commands: this.protocolFsm.events(), parameters: [] };
  }

  announceToDriver(event: DriverAsyncEvent): void {
    this.#context.announce?.(event);
  }

  /** Takes what came through the connection, over one of its links: live bytes of the instrument go to `gotData`. */
  gotPackets(packets: readonly ReceivedPacket[], _link?: string): void {
    for (const { packet, live } of packets) {
      if (live && packet.type === 'DATA_FROM_INSTRUMENT') this.gotData(packet.payload);
    }
  }

  /** Takes what the instrument sent. */
  gotData(_bytes: Uint8Array): void {}

  /** Enters the machine's first state; the machine is then ready for events. */
  start(): Promise<void> {
    this.#started ??= this.protocolFsm.start();
    return this.#started;
  }

  /** Sends an event to the machine. `NotImplementedError` when this protocol has no such thing in any state. */
  async handle(event: string, args: unknown, signal?: AbortSignal, by?: string): Promise<unknown> {
    const fsm = this.protocolFsm;
    const { offered = [] } = this.#machine ?? {};
    if (!offered.includes(event)) {
      throw new NotImplementedError(`this driver has no '${event}'; ${nearest(event, offered)}`);
    }
    return fsm.onEvent(event, args, { signal, by });
  }

  /** The instrument cannot be reached: what is being said fails with this at once, before the machine hears of it. */
  breakOff(_error: ConnectionError): void {}

  /** The instrument cannot be reached: what runs fails with this at once. */
  async lost(error: ConnectionError): Promise<void> {
    if (this.#started !== undefined && this.protocolFsm.can('lost')) await this.protocolFsm.onEvent('lost', error);
  }

  async close(): Promise<void> {
    await this.detach();
    await this.#machine?.fsm.close();
  }

  async #call(event: string, args: unknown, options: CallOptions = {}): Promise<unknown> {
    await this.start();
    return limited(this.clock, event, options, async (signal) =>
      finished(await this.handle(event, args, signal, options.by), signal),
    );
  }

  #configured(): DeviceLogger {
    if (this.#logger === undefined) throw new ConnectionError('the instrument’s link is not configured');
    return this.#logger;
  }

  #handlers(): ConnectionHandlers {
    const fail = (error: Error): void => {
      this.announceToDriver({ type: 'error', error, during: 'the connection to the instrument' });
      const lost = error instanceof ConnectionError ? error : new ConnectionError(error.message, { cause: error });
      this.lost(lost).catch((thrown) => this.announceToDriver({ type: 'error', error: thrown, during: 'lost' }));
    };
    return {
      onPackets: (packets) => this.gotPackets(packets),
      onState: (state) => {
        if (state === 'disconnected') fail(new ConnectionError('the process has lost its instrument'));
      },
      onLost: fail,
    };
  }
}
