import type { Instrument } from '../definition/instrument.ts';
import { NOT_RESUMED } from '../driver/declared/pause.ts';
import { DeclaredDriver } from '../driver/declared-driver.ts';
import { type Host, isKnown, nextState } from '../driver/host.ts';
import type { Schedule } from '../driver/jobs/schedule.ts';
import { PORT_AGENT_LOST } from '../driver/single-connection-driver.ts';
import type { StateStore } from '../driver/state-store.ts';
import { backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { asError, ConnectionError, describeError } from '../kit/errors.ts';
import { Listeners } from '../kit/listeners.ts';
import type { Logger } from '../kit/logger.ts';
import { version } from '../kit/version.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Value } from '../model/sample.ts';
import type { InstrumentStatus } from '../model/status.ts';
import type { Refiner } from '../refine/refiner.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import { type EventSink, nullEvents } from '../store/events/event-sink.ts';
import type { SampleSink } from '../store/sample-sink.ts';
import { commsConfig } from './comms.ts';
import { failureOf } from './event-drafts.ts';
import { EventRecorder } from './event-recorder.ts';
import { InstrumentView } from './instrument-view.ts';
import { type Address, describeAddress, type LinkAddresses, type PortAgentHome } from './port-agent-home.ts';
import { type OpenRefiner, Refinery } from './refinery.ts';
import { SampleKeeper } from './sample-keeper.ts';

/** What an instrument is to do once it is reached; `leave` is: whatever it does. */
export type Mode = 'command' | 'autosample' | 'leave';

export interface InstrumentAgentOptions {
  readonly id: string;
  readonly name?: string;
  readonly definition: Instrument;
  readonly home: PortAgentHome;
  /** The instrument that it is found behind; `home` is that one's. */
  readonly host?: Host;
  /** Reads the definition anew, where it can change; its error tells all that is wrong with it. */
  readonly reread?: () => Promise<Instrument>;
  /** Made anew for each attachment; it knows what was kept of the log before the place from which that is read on. */
  readonly openRefiner?: OpenRefiner;
  /** Opened anew after each failure. */
  readonly openSink: () => SampleSink;
  readonly checkpoint: Checkpoint;
  readonly startup?: {
    readonly parameters?: Readonly<Record<string, Value>> | undefined;
    readonly mode?: Mode | undefined;
  };
  readonly schedule?: Schedule;
  /** Where the driver keeps what must not be forgotten. */
  readonly state?: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where what happens is kept; let go with the agent. Nowhere where nothing is said. */
  readonly events?: EventSink;
}

const STARTUP = 'startup';

/**
 * Keeps one instrument going for weeks: finds or starts its port agent, attaches where the samples had got to, brings the
 * instrument into its wanted mode, and does so again whenever something is lost.
 */
export class InstrumentAgent implements AsyncDisposable {
  readonly id: string;
  readonly driver: DeclaredDriver;
  readonly events = new Listeners<DriverAsyncEvent>();
  readonly #options: InstrumentAgentOptions;
  readonly #view: InstrumentView;
  readonly #stopping = new AbortController();
  #keeper: SampleKeeper | undefined;
  readonly #refinery: Refinery;
  #address: Address | LinkAddresses | undefined;
  #lost: ((error: Error) => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #bringingUp: Promise<void> | undefined;
  #stopFollowing: (() => void) | undefined;
  readonly #recorder: EventRecorder;
  readonly #kept: EventSink;
  #definition: Instrument;
  /** The instrument was brought to what it is to do under another definition: it only has to be found again. */
  #isReloaded = false;
  /** It was said that it is not started up, and not yet that it is. */
  #isSaidDown = false;

  constructor(options: InstrumentAgentOptions) {
    this.#options = options;
    this.id = options.id;
    this.#definition = options.definition;
    this.#view = new InstrumentView(options.clock);
    this.#kept = options.events ?? nullEvents;
    const ownsPortAgent = options.host === undefined;
    this.#recorder = new EventRecorder({ events: this.#kept, clock: options.clock, ownsPortAgent });
    this.#refinery = new Refinery(options.definition, {
      definition: () => this.driver.definition,
      open: options.openRefiner,
      record: (draft) => this.#kept.record(draft),
    });
    this.driver = new DeclaredDriver((event) => this.#hear(event), {
      definition: options.definition,
      instrument: options.id,
      clock: options.clock,
      reconnect: false,
      ready: () => this.#keeper?.ready(),
      ...(options.schedule && { schedule: options.schedule }),
      ...(options.state && { state: options.state }),
      ...(options.host && { host: options.host }),
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
    await this.#bringingUp;
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
    const before = this.#isReloaded;
    this.#isReloaded = !['unconfigured', 'disconnected', 'unknown'].includes(this.driver.getCurrentState());
    try {
      await this.driver.reload(definition, { signal: this.#stopping.signal, by });
    } catch (thrown) {
      this.#isReloaded = before;
      throw thrown;
    }
    this.#definition = definition;
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

  status(): InstrumentStatus {
    const { id, host, name = id } = this.#options;
    const { state, stateSince } = this.#view;
    const problem = this.#waiting() ?? this.#view.problem;
    return {
      id,
      name,
      kind: this.#definition.kind,
      model: this.#definition.model,
      state,
      stateSince,
      ...(problem !== undefined && { problem }),
      ...(host && { on: host.id }),
      capabilities: this.driver.capabilities().commands,
      parameters: this.driver.parameters(),
      streams: this.#view.streams(),
      bytes: this.driver.byteCounts(),
      ...(this.#address &&
        ('links' in this.#address ? { portAgents: this.#address.links } : { portAgent: this.#address })),
    };
  }

  /** What it waits for, where it can do nothing before another instrument does. */
  #waiting(): string | undefined {
    const { host } = this.#options;
    return host === undefined || isKnown(host) ? undefined : `waits for ${host.id}, which is ${host.state}`;
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
    const { clock, logger } = this.#options;
    const wait = backoff();
    let reported = false;
    while (!signal.aborted) {
      try {
        await this.#attach(() => {
          if (reported) logger.info({ instrument: this.id }, 'attached again');
          this.#kept.record({ type: 'attached', details: { to: describeAddress(this.#address) } });
          reported = false;
          wait.reset();
        });
      } catch (error) {
        if (signal.aborted) break;
        this.#view.problem = describeError(error);
        if (!reported) {
          logger.warn({ instrument: this.id, error: describeError(error) }, 'attachment ended; trying again');
          this.#kept.record({ type: 'attachment_lost', details: { reason: describeError(error) } });
        }
        reported = true;
        await sleep(clock, wait.next(), signal).catch(() => {});
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
    const event = told.type === 'sample' ? this.#refinery.refine(told) : told;
    this.#view.hear(event);
    this.#recorder.hear(event);
    if (event.type === 'sample') this.#keeper?.keep(event);
    if (event.type === 'state_change') {
      if (event.state === 'disconnected' && event.previous !== 'unconfigured')
        this.#lost?.(new ConnectionError('the port agent is gone'));
      if (event.state.endsWith('disconnected')) this.#isReloaded = false;
      if (event.state === 'unknown') this.#bringUp();
    }
    this.#log(event);
    // It is to stream and does not any more: it is brought to that however often it takes.
    if (event.type === 'error' && event.during === NOT_RESUMED) this.#bringUp('autosample');
    this.events.emit(event);
  }

  #isAttached(): boolean {
    return !['unconfigured', 'disconnected'].includes(this.driver.getCurrentState());
  }

  /** Finds out what the instrument is doing and brings it to what it is to do, however often that takes. */
  #bringUp(mode: Mode = this.#options.startup?.mode ?? 'leave'): void {
    this.#bringingUp ??= this.#bringUpUntilDone(mode).finally(() => {
      this.#bringingUp = undefined;
    });
  }

  async #bringUpUntilDone(mode: Mode): Promise<void> {
    const { clock, logger, host, startup: { parameters } = {} } = this.#options;
    const { signal } = this.#stopping;
    const wait = backoff();
    let said = '';
    while (!signal.aborted && this.#isAttached() && this.driver.getCurrentState() !== 'instrument_disconnected') {
      if (host !== undefined && !isKnown(host)) {
        await nextState(host, signal).catch(() => {});
        continue;
      }
      try {
        if (this.#isReloaded) await this.driver.discover({ signal, by: STARTUP });
        else await this.driver.startUp({ parameters, ...(mode !== 'leave' && { mode }) }, { signal, by: STARTUP });
        this.#isReloaded = false;
        this.#view.problem = undefined;
        if (this.#isSaidDown) {
          logger.info({ instrument: this.id }, 'started up');
          this.#kept.record({ type: 'started_up', by: STARTUP, details: {} });
        }
        this.#isSaidDown = false;
        return;
      } catch (thrown) {
        const error = asError(thrown);
        if (signal.aborted) return;
        // The instrument that was lost has been said already; it may be back by now.
        if (error instanceof ConnectionError && this.driver.getCurrentState() !== 'unknown') return;
        this.#view.problem = error.message;
        if (error.message !== said) {
          logger.warn({ instrument: this.id, error: error.message }, 'not started up');
          this.#kept.record({ type: 'not_started_up', by: STARTUP, details: { error: failureOf(error) } });
        }
        said = error.message;
        this.#isSaidDown = true;
        await sleep(clock, wait.next(), signal).catch(() => {});
      }
    }
  }

  /** What goes wrong is said, whoever looks or not. A port agent that is gone is said by whoever looks for it again. */
  #log(event: DriverAsyncEvent): void {
    const { logger } = this.#options;
    const instrument = this.id;
    if (event.type === 'error' && event.during !== PORT_AGENT_LOST) {
      logger.warn({ instrument, error: event.error.message }, event.during);
    } else if (event.type === 'state_change') {
      const { state, previous } = event;
      if (previous === 'disconnected' && state === 'instrument_disconnected')
        logger.info({ instrument }, 'the instrument is not reached yet');
      if (previous === 'instrument_disconnected' && !state.endsWith('disconnected'))
        logger.info({ instrument }, 'the instrument is reached');
    } else if (event.type === 'job') {
      const { job, status, reason } = event;
      const facts = { instrument, job, ...(reason !== undefined && { reason }) };
      if (status === 'failed') logger.warn(facts, 'job failed');
      else if (reason !== undefined) logger.info(facts, `job ${status}`);
    }
  }
}
