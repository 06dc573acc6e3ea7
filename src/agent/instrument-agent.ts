import type { Instrument } from '../definition/instrument.ts';
import { DeclaredDriver } from '../driver/declared-driver.ts';
import { DECODING, limiting, trusting } from '../driver/guard.ts';
import { isKnown } from '../driver/host.ts';
import { asError, ConnectionError, describeError } from '../kit/errors.ts';
import { Listeners } from '../kit/listeners.ts';
import { version } from '../kit/version.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { EventDraft } from '../model/event-draft.ts';
import type { Refiner } from '../refine/refiner.ts';
import { type EventSink, nullEvents } from '../store/events/event-sink.ts';
import type { InstrumentAgentOptions } from './agent-options.ts';
import { commsConfig } from './comms.ts';
import { DefinitionFault } from './definition-fault.ts';
import { failureOf } from './event-drafts.ts';
import { EventRecorder } from './event-recorder.ts';
import { type Share, tellFloods } from './fair-shares.ts';
import { InstrumentView } from './instrument-view.ts';
import { type Address, byLink, describeAddress, type LinkAddresses } from './port-agent-home.ts';
import { Refinery, type SampleEvent } from './refinery.ts';
import { Retries } from './retries.ts';
import { SampleKeeper } from './sample-keeper.ts';
import type { InstrumentStatus } from './status.ts';
import { tellLog } from './tell-log.ts';
import { Upkeep } from './upkeep.ts';
import { Wanted } from './wanted.ts';

/**
 * Keeps one instrument going for weeks: finds or starts its port agent, attaches where the samples had got to, brings the
 * instrument into its wanted mode, and does so again whenever something is lost.
 */
export class InstrumentAgent implements AsyncDisposable {
  readonly id: string;
  readonly driver: DeclaredDriver;
  readonly events = new Listeners<DriverAsyncEvent>();
  readonly #options: InstrumentAgentOptions;
  readonly view: InstrumentView;
  /** What it shows of itself has changed, though its driver told nothing. */
  readonly changed = new Listeners<void>();
  readonly #stopping = new AbortController();
  #keeper: SampleKeeper | undefined;
  readonly #refinery: Refinery;
  #address: Address | LinkAddresses | undefined;
  #lost: ((error: Error) => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopFollowing: (() => void) | undefined;
  readonly #recorder: EventRecorder;
  readonly #kept: EventSink;
  readonly #upkeep: Upkeep;
  readonly #share: Share | undefined;
  readonly #fault: DefinitionFault;
  readonly #retries: Retries;
  /** What it is to be. */
  readonly wanted: Wanted;
  #definition: Instrument;

  constructor(options: InstrumentAgentOptions) {
    this.#options = options;
    this.id = options.id;
    this.#definition = options.definition;
    this.#kept = options.events ?? nullEvents;
    const ownsPortAgent = options.host === undefined;
    this.#recorder = new EventRecorder({ events: this.#kept, clock: options.clock, ownsPortAgent });
    this.#refinery = new Refinery(options.definition, {
      definition: () => this.driver.definition,
      open: options.openRefiner,
      record: (draft) => this.#kept.record(draft),
    });
    this.wanted = options.wanted ?? new Wanted(options.id, options);
    this.#retries = new Retries(options.clock);
    const guard = options.isForeign ? limiting(options.definition.kind) : trusting;
    this.#fault = new DefinitionFault({
      instrument: options.id,
      kind: options.definition.kind,
      logger: options.logger,
      guard,
      record: (draft) => this.record(draft),
      onFault: (error) => this.#lost?.(error),
    });
    this.#share = options.shares?.open(
      tellFloods({
        record: (draft) => this.record(draft),
        onProblem: (problem) => this.#tellProblem(problem),
      }),
    );
    this.driver = new DeclaredDriver((event) => this.#hear(event), {
      definition: options.definition,
      instrument: options.id,
      clock: options.clock,
      reconnect: false,
      ready: (spent) => bothOf(this.#share?.spent(spent), this.#keeper?.ready()),
      guard,
      ...(this.wanted.schedule && { schedule: this.wanted.schedule }),
      ...(options.state && { state: options.state }),
      ...(options.host && { host: options.host }),
    });
    this.#upkeep = new Upkeep({
      id: options.id,
      driver: this.driver,
      wanted: this.wanted,
      host: options.host,
      clock: options.clock,
      logger: options.logger,
      isLocked: options.isLocked ?? (() => false),
      record: (draft) => this.record(draft),
      onProblem: (problem) => this.#tellProblem(problem),
      signal: this.#stopping.signal,
      correctionPause: options.correctionPause,
    });
    this.view = new InstrumentView({
      clock: options.clock,
      definition: () => this.driver.definition,
      streams: () => this.refiner.streams,
      show: options.show,
      parameter: (name) => this.driver.shown(name),
      onLate: (stream, ms, usual) => this.#late(stream, ms, usual),
      onBack: (stream, milliseconds) =>
        this.record({ type: 'data_back', by: 'instrument', details: { stream, milliseconds } }),
      onSilent: () => this.#look(),
    });
  }

  get definition(): Instrument {
    return this.#definition;
  }

  /** What samples go through before anybody sees them. */
  get refiner(): Refiner {
    return this.#refinery.refiner;
  }

  /** The port agent that it is attached to. */
  get address(): Address | LinkAddresses | undefined {
    return this.#isAttached() ? this.#address : undefined;
  }

  start(): void {
    this.#stopFollowing = this.#options.host?.onState(() => this.#follow());
    this.#kept.record({ type: 'agent_started', details: { version, kind: this.#definition.kind } });
    this.#running = this.#supervise();
  }

  /** Leaves the instrument and its port agent as they are. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(new ConnectionError(`${this.id} is being stopped`));
    this.#stopFollowing?.();
    await this.#running;
    await this.#upkeep.settled();
    this.view[Symbol.dispose]();
    this.#share?.[Symbol.dispose]();
    await this.driver.close();
    this.#kept.record({ type: 'agent_stopped', details: {} });
    await this.#kept[Symbol.asyncDispose]();
  }

  /** Brings the samples that wait in memory to the disk. */
  async flush(): Promise<void> {
    await this.#keeper?.note('now');
  }

  stopPortAgent(): Promise<void> {
    return this.#options.home.stop();
  }

  /**
   * Reads the definition anew and goes on with it; the port agent and the instrument are not disturbed. False where the definition
   * is part of the program. The old one stays where this throws: for a definition that is wrong, and a `StateError` while a
   * reload would break something off.
   */
  async reload(by?: string): Promise<boolean> {
    const definition = await this.#reread(by);
    if (definition === undefined) return false;
    const before = this.#upkeep.isReloaded;
    this.#upkeep.isReloaded = !['unconfigured', 'disconnected', 'unknown'].includes(this.driver.getCurrentState());
    try {
      await this.driver.reload(definition, { signal: this.#stopping.signal, by });
    } catch (thrown) {
      this.#upkeep.isReloaded = before;
      throw thrown;
    }
    this.#definition = definition;
    this.#retries.now();
    this.#options.logger.info({ instrument: this.id, kind: definition.kind }, 'definition read anew');
    this.#kept.record({ type: 'definition_reloaded', by, details: { kind: definition.kind } });
    return true;
  }

  async #reread(by: string | undefined): Promise<Instrument | undefined> {
    try {
      return await this.#options.reread?.();
    } catch (thrown) {
      this.#kept.record({ type: 'definition_refused', by, details: { error: failureOf(asError(thrown)) } });
      throw thrown;
    }
  }

  /** Which instrument it is, and how it stands. */
  get facts(): Pick<InstrumentStatus, 'id' | 'name' | 'kind' | 'model' | 'on' | 'state' | 'stateSince' | 'problem'> {
    const { id, host, name = id } = this.#options;
    const { state, stateSince } = this.view;
    const { kind, model } = this.#definition;
    const problem = this.#waiting() ?? this.view.problem;
    return {
      id,
      name,
      kind,
      model,
      ...(host && { on: host.id }),
      state,
      stateSince,
      ...(problem !== undefined && { problem }),
    };
  }

  status(): InstrumentStatus {
    return {
      ...this.facts,
      capabilities: this.driver.capabilities().commands,
      parameters: this.driver.parameters(),
      streams: this.view.streams(),
      bytes: this.driver.byteCounts(),
      portAgents: this.#address === undefined ? {} : byLink(this.#address),
    };
  }

  /** What it waits for, where it can do nothing before another instrument does. */
  #waiting(): string | undefined {
    const { host } = this.#options;
    return host === undefined || isKnown(host) ? undefined : `waits for ${host.id}, which is ${host.state}`;
  }

  /** Told to where what happens is kept. */
  record(draft: EventDraft): void {
    this.#kept.record(draft);
  }

  /** Nobody holds the instrument any more. */
  unlocked(): void {
    this.#upkeep.consider();
  }

  #late(stream: string | undefined, ms: number, usual: number | undefined): void {
    const details = {
      ...(stream !== undefined && { stream }),
      milliseconds: ms,
      ...(usual !== undefined && { usual }),
    };
    this.record({ type: 'data_late', by: 'driver', details });
    this.#options.logger.info({ instrument: this.id, ...details }, 'samples stay away');
    this.changed.emit();
  }

  /** It sends nothing for long: whoever looks what it does finds an instrument that lost its power and waits at its prompt. */
  #look(): void {
    this.driver.discover({ signal: this.#stopping.signal, by: 'driver' }).catch((error: unknown) => {
      this.#options.logger.debug({ instrument: this.id, error: describeError(error) }, 'looking what it does');
    });
  }

  /** Its host has come to do something else, and so perhaps has it. */
  #follow(): void {
    const { id, logger } = this.#options;
    if (!Object.hasOwn(this.#definition.states, this.driver.getCurrentState())) return;
    this.driver.discover({ signal: this.#stopping.signal }).catch((error: unknown) => {
      logger.debug({ instrument: id, error: describeError(error) }, 'following the instrument that it is behind');
    });
  }

  async #supervise(): Promise<void> {
    const { signal } = this.#stopping;
    const { logger } = this.#options;
    let reported = false;
    while (!signal.aborted) {
      this.#fault.error = undefined;
      try {
        await this.#attach(() => {
          if (reported) logger.info({ instrument: this.id }, 'attached again');
          this.#kept.record({ type: 'attached', details: { to: describeAddress(this.#address) } });
          reported = false;
          this.#retries.succeeded();
        });
      } catch (error) {
        if (signal.aborted) break;
        // What was wrong first is what is to be mended.
        const reason = describeError(this.#fault.error ?? error);
        this.#tellProblem(reason);
        if (!reported) {
          logger.warn({ instrument: this.id, error: reason }, 'attachment ended; trying again');
          this.#kept.record({ type: 'attachment_lost', details: { reason } });
        }
        reported = true;
        await this.#retries.wait(this.#fault.error !== undefined, signal);
      }
    }
  }

  /** Attaches and stays until the attachment is lost, which is what it throws. */
  async #attach(onAttached: () => void): Promise<void> {
    const { home, checkpoint, openSink, clock } = this.#options;
    const { signal } = this.#stopping;
    this.#address = await home.find(signal);
    const { resume, remembered = {} } = (await checkpoint.read()) ?? {};
    await this.#refinery.begin(resume);
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => {});
    const stop = (): void => lost.reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    this.#lost = lost.reject;
    const onFailure = (error: Error): void => {
      this.#recorder.sinkFailed(error);
      lost.reject(error);
    };
    const keeper = new SampleKeeper({
      sink: openSink(),
      checkpoint: this.#recorder.watched(checkpoint),
      clock,
      onFailure,
    });
    this.#keeper = keeper;
    try {
      this.driver.recall(remembered);
      await this.driver.configure(commsConfig(this.#address, resume));
      await this.driver.connect({ signal });
      onAttached();
      await lost.promise;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#lost = undefined;
      await this.#leave();
      this.#keeper = undefined;
      await keeper[Symbol.asyncDispose]();
    }
  }

  async #leave(): Promise<void> {
    if (!this.#isAttached()) return;
    await this.driver.disconnect().catch((error: unknown) => {
      this.#options.logger.debug({ instrument: this.id, error: describeError(error) }, 'disconnecting');
    });
  }

  #hear(told: DriverAsyncEvent): void {
    const event = told.type === 'sample' ? this.#refined(told) : told;
    if (event === undefined) return;
    if (event.type === 'error' && event.during === DECODING) this.#fault.found(event.error, DECODING);
    this.view.hear(event);
    this.#recorder.hear(event);
    if (event.type === 'sample') this.#keeper?.keep(event);
    if (event.type === 'state_change' && event.state === 'disconnected' && event.previous !== 'unconfigured')
      this.#lost?.(new ConnectionError('the port agent is gone'));
    this.#upkeep.hear(event);
    tellLog(this.#options.logger, this.id, event);
    this.events.emit(event);
  }

  #refined(event: SampleEvent): SampleEvent | undefined {
    return this.#fault.within('deriving values', () => this.#refinery.refine(event));
  }

  #tellProblem(problem: string | undefined): void {
    this.view.problem = problem;
    this.changed.emit();
  }

  #isAttached(): boolean {
    return !['unconfigured', 'disconnected'].includes(this.driver.getCurrentState());
  }
}

const bothOf = (one: Promise<void> | undefined, other: Promise<void> | undefined): Promise<void> | undefined =>
  one && other ? one.then(() => other) : (one ?? other);
