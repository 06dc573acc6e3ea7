import type { Instrument } from '../definition/instrument.ts';
import { linkNamed, linksOf, ONLY_LINK } from '../definition/links.ts';
import { outsideHandlers } from '../fsm/handling.ts';
import type { HandlerContext, Outcome, Serving } from '../fsm/machine.ts';
import { escapeBytes } from '../kit/bytes.ts';
import { asError, ConnectionError, ParameterError, StateError } from '../kit/errors.ts';
import type { Exchange, ResumePoint } from '../model/driver-event.ts';
import type { Sample, Values } from '../model/sample.ts';
import { ALL_PARAMETERS } from '../model/states.ts';
import { INSTRUMENT } from './attribution.ts';
import type { ReceivedPacket } from './connection.ts';
import { Commanding } from './declared/commanding.ts';
import { discover, find } from './declared/discovery.ts';
import type { Received } from './declared/intake.ts';
import { Intakes } from './declared/intakes.ts';
import { apply, catchUp } from './declared/listening.ts';
import { declaredMachine } from './declared/machine.ts';
import { DUE, type Memory } from './declared/memory.ts';
import { Noticing } from './declared/noticing.ts';
import { PassingWatch } from './declared/passing.ts';
import { whilePaused } from './declared/pause.ts';
import { CLOCK_SYNC } from './declared/perform.ts';
import { refresh } from './declared/refresh.ts';
import { SampleWatch } from './declared/sample-watch.ts';
import type { Session } from './declared/session.ts';
import type { Sieves } from './declared/sieves.ts';
import { streamedBy } from './declared/streaming.ts';
import { takeBack, unfinishedAfter } from './declared/typed-line.ts';
import { Unasked } from './declared/unasked.ts';
import { Dialogue } from './dialogue/dialogue.ts';
import { linkedSpeaker } from './dialogue/linked-speaker.ts';
import type { Speaker } from './dialogue/speaker.ts';
import { TunnelledDialogue } from './dialogue/tunnelled.ts';
import { DECODING, type Guard, trusting } from './guard.ts';
import { type Host, throughHost } from './host.ts';
import type { ParameterNames } from './instrument-driver.ts';
import { InstrumentProtocol, type ProtocolContext } from './instrument-protocol.ts';
import { Running } from './running.ts';

export interface DeclaredContext extends ProtocolContext {
  readonly definition: Instrument;
  /** The instrument's id, for its samples. */
  readonly instrument: string;
  readonly sieves: Sieves;
  readonly memory: Memory;
  /** Runs what the definition says is to be done at once. */
  readonly guard?: Guard | undefined;
  /** The instrument that this one is found behind. */
  readonly host?: Host;
}

type Context = HandlerContext<string, string>;
type Result = Outcome<string>;

/** A definition that runs: its states and commands as a machine, its samples, its parameters. */
export class DeclaredProtocol extends InstrumentProtocol {
  readonly #definition: Instrument;
  readonly #memory: Memory;
  readonly #session: Session;
  readonly #intakes: Intakes;
  readonly #noticing: Noticing;
  readonly #passing: PassingWatch;
  readonly #commanding: Commanding;
  /** What was put off is done by the driver, whoever has brought the instrument to listen. */
  #catchingUp: Serving | undefined;
  /** The link that direct access is to. */
  #direct: string;
  /** So many characters were typed there of a line that is not ended. */
  #unfinished = 0;

  constructor(context: DeclaredContext) {
    super(context);
    const { definition, clock, memory, host, guard = trusting } = context;
    this.#definition = definition;
    this.#memory = memory;
    [this.#direct] = linksOf(definition);
    this.#session = {
      definition,
      clock,
      memory,
      table: memory.table,
      unasked: new Unasked(definition, clock),
      samples: new SampleWatch(),
      announce: (event) => this.announceToDriver(event),
      dialogue: this.#makeDialogue(context),
      guard,
      ...(host && { host }),
      isReachable: () => this.connection.state === 'connected',
      caughtUp: async () => this.connection.caughtUp,
      trustedSince: Number.NEGATIVE_INFINITY,
    };
    this.#intakes = new Intakes(context);
    this.#noticing = new Noticing(this.#session, (state) => this.#tell('noticed', state));
    this.#commanding = new Commanding(this.#session, (by) => this.protocolFsm.onEvent('finished', undefined, { by }));
    this.#passing = new PassingWatch(this.#session, () => this.#tell('look'));
    this.useMachine(
      declaredMachine(definition, {
        discover: (event) => this.#discover(event),
        get: (event) => this.#get(event),
        set: (event) => this.#set(event),
        startup: (event) => this.#startup(event),
        clock_sync: this.#commanding.handler(CLOCK_SYNC),
        start_direct: (event) => this.#startDirect(event),
        execute_direct: (event) => this.#executeDirect(event),
        stop_direct: (event) => this.#stopDirect(event),
        abort: this.#commanding.abort,
        lost: (event) => this.#lost(event),
        noticed: ({ args, fsm }) => ({ next: args === fsm.currentState ? undefined : String(args) }),
        look: this.#passing.look,
        finished: this.#commanding.finished,
        command: (name) => this.#commanding.handler(name),
        whileStreaming: (name, how) => this.#commanding.whileStreaming(name, how),
        setWhileStreaming: (event) => this.#setWhileStreaming(event),
        onCommand: (event) => this.#catchUp(event),
        onStreaming: () => this.#resumed(),
        onPassing: this.#passing,
      }),
    );
  }

  #makeDialogue({ definition, clock, host, guard }: DeclaredContext): Speaker {
    const { dialogue, rides } = definition;
    const onExchange = (exchange: Exchange): void => this.announceToDriver({ type: 'exchange', exchange });
    if (host !== undefined && rides?.tunnel !== undefined) {
      return new TunnelledDialogue({ dialogue, clock, say: throughHost(host, rides.tunnel), onExchange, guard });
    }
    const over = (link?: string): Speaker =>
      new Dialogue({
        dialogue,
        clock,
        streaming: streamedBy(definition),
        send: (bytes, signal) => this.connection.send(bytes, signal, link),
        sendBreak: (ms, signal) => this.connection.sendBreak(ms, signal, link),
        guard,
        onExchange: (exchange) => onExchange(link === undefined ? exchange : { ...exchange, link }),
      });
    const { links } = definition;
    return links === undefined ? over() : linkedSpeaker(new Map(links.map((link) => [link, over(link)])));
  }

  override get serving(): Serving | undefined {
    return this.#catchingUp ?? super.serving ?? this.#commanding.serving;
  }

  override get resume(): ResumePoint | undefined {
    return this.#intakes.resume;
  }

  override getCapabilities() {
    return {
      commands: this.protocolFsm.events(),
      parameters: Object.keys(this.#definition.parameters),
    };
  }

  override gotPackets(packets: readonly ReceivedPacket[], link = ONLY_LINK): void {
    const samples = this.#decoded(packets, link);
    if (samples.length === 0) return;
    const { resume, remembered } = this.#intakes;
    this.announceToDriver({
      type: 'sample',
      samples,
      ...(resume && { resume }),
      ...(Object.keys(remembered).length > 0 && { remembered }),
    });
  }

  /** A fault of the definition is told; the packets were not taken then. */
  #decoded(packets: readonly ReceivedPacket[], link: string): readonly Sample[] {
    try {
      return this.#intakes.take(packets, link, (received) => this.#gotLive(received));
    } catch (thrown) {
      this.announceToDriver({ type: 'error', error: asError(thrown), during: DECODING });
      throw thrown;
    }
  }

  /** Not even what goes on whatever comes of it waits for an instrument that is not there. */
  override breakOff(error: ConnectionError): void {
    this.#session.dialogue.lost(error);
  }

  override async lost(error: ConnectionError): Promise<void> {
    this.breakOff(error);
    await super.lost(error);
  }

  override async close(): Promise<void> {
    const closed = new ConnectionError('the connection to the instrument is closed');
    this.#passing.exit();
    this.#session.dialogue.close();
    this.#commanding.lost(closed);
    await super.close();
  }

  #gotLive({ link, bytes, found, samples }: Received): void {
    this.#session.guard('finding the end of a reply', () => this.#session.dialogue.received(bytes, found, link));
    for (const sample of samples) this.#session.samples.seen(sample);
    // What a host was asked for may bring its passenger's samples too: they tell nothing of what that does.
    if (this.#session.host === undefined) {
      this.#noticing.samples(samples, this.currentState);
      this.#session.guard('noticing a state', () => this.#noticing.bytes(bytes, link));
    }
    if (this.currentState === 'direct_access' && link === this.#direct)
      this.announceToDriver({ type: 'direct_access', bytes });
  }

  /** Tells the machine what nobody asked for. By the time that it is handled, it may be no news any more. */
  #tell(event: 'noticed' | 'look', args?: unknown): void {
    if (!this.protocolFsm.can(event)) return;
    const told = outsideHandlers(() => this.protocolFsm.onEvent(event, args, { by: INSTRUMENT }));
    told.catch((error) => {
      if (error instanceof StateError || error instanceof ConnectionError) return;
      this.announceToDriver({ type: 'error', error, during: `${event} '${String(args ?? this.currentState)}'` });
    });
  }

  async #discover({ signal, fsm }: Context): Promise<Result> {
    const state = await find(this.#session, signal);
    return { next: state === fsm.currentState ? undefined : state, result: state };
  }

  async #get({ args, signal, fsm }: Context): Promise<Result> {
    if (!isNames(args)) throw new ParameterError(`get takes '${ALL_PARAMETERS}' or a list of names`);
    await this.#session.unasked.during(() => refresh(this.#session, args, signal, fsm.currentState));
    return { result: this.#session.table.get(args) };
  }

  async #set({ args, signal }: Context): Promise<Result> {
    const values = this.#session.table.validate(args, 'set');
    const result = await apply(this.#session, values, signal);
    // What is still to be brought back or set is older than this.
    for (const due of DUE) {
      this.#memory[due] = this.#memory[due] && omit(this.#memory[due], Object.keys(values));
    }
    await this.#memory.save();
    return { result };
  }

  async #setWhileStreaming(event: Context): Promise<Result> {
    const { settings } = this.#definition;
    const { table } = this.#session;
    const values = table.validate(event.args, 'set');
    const names = Object.keys(values);
    const { instruments } = table.split(values);
    if (Object.keys(instruments).length === 0) return this.#set(event);
    switch (settings?.whileStreaming) {
      case 'pause':
        return whilePaused(this.#session, event, () => this.#set(event));
      case 'defer':
        table.desire(values);
        this.#memory.set = { ...this.#memory.set, ...instruments };
        await this.#memory.save();
        return { result: pick(table.states(), names) };
      default:
        throw new StateError(`set ${names.join(', ')}`, event.fsm.currentState, event.fsm.events());
    }
  }

  async #startup({ args, signal }: Context): Promise<Result> {
    const result = await apply(this.#session, this.#session.table.startupValues(args), signal);
    this.#memory.startup = undefined;
    return { result };
  }

  async #catchUp(event: Context): Promise<void> {
    this.#catchingUp = { event: 'catch_up' };
    try {
      await catchUp(this.#session, event);
    } finally {
      this.#catchingUp = undefined;
    }
  }

  /** However it came to stream: nothing has to begin that again. */
  async #resumed(): Promise<void> {
    this.#memory.paused = undefined;
    await this.#memory.save();
  }

  #lost({ args, fsm }: Context): Result {
    const error = args instanceof ConnectionError ? args : new ConnectionError('the instrument is lost');
    this.#session.dialogue.lost(error);
    this.#commanding.lost(error);
    this.#session.unasked.forget();
    this.#session.trustedSince = this.clock.elapsed();
    return fsm.currentState === 'unknown' ? {} : { next: 'unknown' };
  }

  async #startDirect({ args, signal, fsm }: Context): Promise<Result> {
    this.#direct = linkNamed(this.#definition, args);
    this.#unfinished = 0;
    try {
      await this.#session.unasked.during(() => refresh(this.#session, ALL_PARAMETERS, signal, fsm.currentState));
    } catch (thrown) {
      // Direct access is also for instruments that do not answer: what was known before is brought back then.
      if (signal.aborted) throw thrown;
      this.announceToDriver({ type: 'error', error: asError(thrown), during: 'saving parameters for direct access' });
    }
    this.#memory.restore = { ...this.#session.table.snapshot(), ...this.#memory.restore };
    // Should the program end before direct access does, they are brought back all the same.
    await this.#memory.save();
    return { next: 'direct_access' };
  }

  async #executeDirect({ args, signal }: Context): Promise<Result> {
    const link = this.#direct || undefined;
    const isBreak = typeof args === 'number';
    if (!isBreak && !(args instanceof Uint8Array)) throw new ParameterError('direct access takes bytes');
    await this.#session.unasked.during(() =>
      isBreak ? this.connection.sendBreak(args, signal, link) : this.connection.send(args, signal, link),
    );
    if (!isBreak) this.#unfinished = unfinishedAfter(this.#unfinished, args);
    const sent = isBreak ? `(break of ${args} ms)` : escapeBytes(args);
    const exchange = { command: 'direct_access', sent, received: '', milliseconds: 0 };
    this.announceToDriver({ type: 'exchange', exchange: { ...exchange, ended: 'nothing awaited' } });
    return {};
  }

  async #stopDirect({ signal }: Context): Promise<Result> {
    this.#session.trustedSince = this.clock.elapsed();
    try {
      // What came lately was perhaps asked for by hand: it says nothing.
      const state = await this.#session.unasked.during(async () => {
        await takeBack(this.#session, this.#unfinished, this.#direct || undefined, signal);
        return discover(this.#session, signal);
      });
      return { next: state, result: state };
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      // An instrument that does not answer must not hold anybody in direct access.
      return { next: 'unknown', result: new Running(Promise.reject(thrown)) };
    }
  }
}

const omit = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

const pick = <T>(values: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));

const isNames = (args: unknown): args is ParameterNames =>
  args === ALL_PARAMETERS || (Array.isArray(args) && args.every((name) => typeof name === 'string'));
