import type { Instrument } from '../definition/instrument.ts';
import { outsideHandlers } from '../fsm/handling.ts';
import { asError, ConnectionError, DefinitionError, StateError } from '../kit/errors.ts';
import { mapValues } from '../kit/records.ts';
import type { DriverAsyncEvent, EventListener, Remembered } from '../model/driver-event.ts';
import type { ConfigMetadata, ParameterState } from '../model/metadata.ts';
import type { Value, Values } from '../model/sample.ts';
import type { DriverState } from '../model/states.ts';
import { inherit } from './declared/inherit.ts';
import { KeptState } from './declared/kept-state.ts';
import { type Memory, makeMemory } from './declared/memory.ts';
import { type ByteCounts, compileSieves, countedSince, rememberedBy, type Sieves } from './declared/sieves.ts';
import { isStreaming, START } from './declared/streaming.ts';
import { DeclaredProtocol } from './declared-protocol.ts';
import type { Guard } from './guard.ts';
import { type Host, isReached, throughHost, unreached } from './host.ts';
import type { CallOptions } from './instrument-driver.ts';
import type { ProtocolContext } from './instrument-protocol.ts';
import { type AnyJob, Jobs, type Planned } from './jobs/jobs.ts';
import { type Schedule, scheduledJobs } from './jobs/schedule.ts';
import { makeLoggerClient } from './make-client.ts';
import { configMetadata } from './metadata.ts';
import type { Mismatch } from './parameters/parameter-table.ts';
import { passengerConnection } from './passenger-connection.ts';
import { type DriverOptions, SingleConnectionInstrumentDriver } from './single-connection-driver.ts';
import type { StateStore } from './state-store.ts';

export interface DeclaredDriverOptions extends DriverOptions {
  readonly definition: Instrument;
  /** The instrument's id: its samples carry it. */
  readonly instrument: string;
  /** The instrument that it is found behind: its config is that one's port agent, which is only read. */
  readonly host?: Host;
  /** Triggers for the definition's jobs and for commands, over the definition's own. */
  readonly schedule?: Schedule;
  /** Runs what the definition says is to be done at once; as it is, where nothing is said. */
  readonly guard?: Guard | undefined;
  /** Where it keeps what must not be forgotten over restarts; nowhere where nothing is said. */
  readonly state?: StateStore;
}

/** A passenger's client is one that speaks through its host. */
function throughItsHost({
  host,
  definition,
  makeClient = makeLoggerClient,
  ...rest
}: DeclaredDriverOptions): DriverOptions {
  if (host === undefined) return { ...rest, makeClient };
  const { tunnel } = definition.rides ?? {};
  const say = tunnel && throughHost(host, tunnel);
  return { ...rest, makeClient: (config, clock) => passengerConnection(makeClient(config, clock), host, say) };
}

export interface StartUp {
  /** Over the definition's own start-up values. */
  readonly parameters?: unknown;
  /** Streaming or listening to commands afterwards; where nothing is said as it is found, but streaming where a pause was broken off. */
  readonly mode?: 'autosample' | 'command';
}

/** A value before and after a set. */
export interface Prospect {
  readonly from: Value;
  readonly to: Value;
  readonly changes: boolean;
}

/** The driver of any instrument that has a definition. */
export class DeclaredDriver extends SingleConnectionInstrumentDriver {
  readonly #instrument: string;
  #definition: Instrument;
  #makeSieves: (remembered?: Remembered) => Sieves;
  #memory: Memory;
  #schedule: Schedule | undefined;
  readonly #kept: KeptState | undefined;
  #jobs: Jobs;
  readonly #host: Host | undefined;
  readonly #guard: Guard | undefined;
  #sieves: Sieves | undefined;
  #recalled: Remembered | undefined;
  #before: ByteCounts = { received: 0, unmatched: 0, checksumFailed: 0 };

  constructor(onEvent: EventListener, options: DeclaredDriverOptions) {
    super(onEvent, throughItsHost(options));
    this.#definition = options.definition;
    this.#instrument = options.instrument;
    this.#host = options.host;
    this.#guard = options.guard;
    this.#makeSieves = compileSieves(options.definition);
    this.#kept =
      options.state &&
      new KeptState({
        store: options.state,
        memory: () => ({ memory: this.#memory, definition: this.#definition }),
        announce: (event) => this.emit(event),
      });
    this.#memory = this.#makeMemory(options.definition);
    this.#schedule = options.schedule;
    this.#jobs = this.#makeJobs();
  }

  /** What was kept over a restart is known before the first word to the instrument. */
  override async connect(options?: CallOptions): Promise<void> {
    await this.#kept?.load();
    await super.connect(options);
  }

  /** The one that samples are decoded by. */
  get definition(): Instrument {
    return this.#definition;
  }

  protected override get links(): readonly string[] | undefined {
    return this.#definition.links;
  }

  protected override buildProtocol(context: ProtocolContext): DeclaredProtocol {
    this.#before = this.byteCounts();
    this.#sieves = this.#makeSieves(this.#recalled ?? (this.#sieves && rememberedBy(this.#sieves)));
    this.#recalled = undefined;
    // They outlive the attachment.
    outsideHandlers(() => this.#jobs.start());
    return new DeclaredProtocol({
      ...context,
      definition: this.#definition,
      instrument: this.#instrument,
      sieves: this.#sieves,
      memory: this.#memory,
      guard: this.#guard,
      ...(this.#host && { host: this.#host }),
    });
  }

  /**
   * Goes on with another definition of the same kind. The port agent and the instrument's connection stay as they are: what the old
   * definition had not yet decided is read again from the port agent's log, and what the instrument is doing has to be found out
   * again. Commands that run are waited for; `StateError` in direct access and during long commands, which it would break off;
   * `DefinitionError` for other links than before.
   * From a port agent without such a log, what comes in the meantime is lost.
   */
  async reload(definition: Instrument, options?: CallOptions): Promise<void> {
    const makeSieves = compileSieves(definition);
    const memory = this.#makeMemory(definition);
    await this.rebuild(
      () => this.#checkReplaceable(definition),
      () => {
        this.#before = this.byteCounts();
        this.#recalled = this.#sieves && rememberedBy(this.#sieves);
        this.#sieves = undefined;
        inherit(memory, this.#memory, definition);
        this.#definition = definition;
        this.#makeSieves = makeSieves;
        this.#memory = memory;
        const { waiting } = this.#jobs;
        this.#jobs[Symbol.dispose]();
        this.#jobs = this.#makeJobs(waiting);
      },
      options,
    );
  }

  /**
   * Asks for a polled job: whether it is done, at once or as soon as the state allows it. False where it was done too short a time
   * ago. `RangeError` where there is no such job.
   */
  requestJob(name: string): boolean {
    return outsideHandlers(() => this.#jobs.request(name));
  }

  /** Another schedule holds; what fell due before and waits goes on waiting. */
  reschedule(schedule: Schedule | undefined): void {
    this.#schedule = schedule;
    const { waiting } = this.#jobs;
    this.#jobs[Symbol.dispose]();
    this.#jobs = this.#makeJobs(waiting);
    if (this.protocol !== undefined) outsideHandlers(() => this.#jobs.start());
  }

  /** What it does by itself, by the name of the job, and when that is next due, where that is known. */
  get agenda(): Readonly<Record<string, Planned>> {
    return this.#jobs.agenda;
  }

  override async close(): Promise<void> {
    this.#jobs[Symbol.dispose]();
    await super.close();
  }

  protected override emit(event: DriverAsyncEvent): void {
    super.emit(event);
    outsideHandlers(() => {
      if (event.type === 'config_change') this.#jobs.changed(Object.keys(event.changes));
      if (event.type === 'state_change' && this.#jobs.waiting.length > 0) void this.#lookForJobs();
    });
  }

  /** The state may be one of several that a command goes through: it counts when others have their turn. */
  async #lookForJobs(): Promise<void> {
    try {
      await this.get([]);
    } catch (thrown) {
      // Out of reach, or closed: nothing is possible now.
      if (thrown instanceof StateError || thrown instanceof ConnectionError) return;
      return this.emit({ type: 'error', error: asError(thrown), during: 'looking for jobs that wait' });
    }
    this.#jobs.look();
  }

  #makeMemory(definition: Instrument): Memory {
    const save = async (): Promise<void> => this.#kept?.save();
    return makeMemory(definition, this.clock, (event) => this.emit(event), save, this.#guard);
  }

  #makeJobs(waiting: readonly string[] = []): Jobs {
    return new Jobs({
      waiting,
      clock: this.clock,
      jobs: scheduledJobs(this.#definition, this.#schedule),
      parameter: (name) => this.shown(name),
      hindrance: (job) => this.#hindrance(job),
      run: (command, signal) => this.execute(command, {}, { signal, by: 'schedule' }),
      announce: (event) => this.emit(event),
    });
  }

  #hindrance({ runs, in: states }: AnyJob): string | undefined {
    const { state, commands } = this.capabilities();
    if (states !== undefined && ![states].flat().includes(state)) {
      return `it is done in ${[states].flat().join(', ')}, not in '${state}'`;
    }
    return commands.includes(runs) ? undefined : `'${runs}' is not possible in state '${state}'`;
  }

  #checkReplaceable({ kind, links }: Instrument): void {
    const named = (some: readonly string[] | undefined): string => some?.join(' and ') ?? 'one, without a name';
    const [before, now] = [named(this.#definition.links), named(links)];
    if (now !== before) throw new DefinitionError(`${kind}: its links were ${before} and are ${now}: start it anew`);
    const state = this.getCurrentState();
    if (state === 'direct_access' || this.#definition.states[state]?.busy) {
      throw new StateError('reload', state, this.capabilities().commands);
    }
  }

  /** As of any driver. Of an instrument behind another: a `ConnectionError` that names that one while it cannot be reached. */
  override async execute(command: string, args?: Values, options?: CallOptions): Promise<unknown> {
    if (this.#host !== undefined && !isReached(this.#host)) throw unreached(this.#host);
    return super.execute(command, args, options);
  }

  /** What was told with the samples before the position that the next attachment begins at; nothing where it begins anew. */
  recall(remembered: Remembered): void {
    this.#recalled = remembered;
  }

  configMetadata(): ConfigMetadata {
    return configMetadata(this.#definition);
  }

  /** What the instrument has sent since this driver was made, over all attachments. */
  byteCounts(): ByteCounts {
    return countedSince(this.#before, this.#sieves);
  }

  /** All parameters as they stand; nothing is asked. */
  parameters(): Readonly<Record<string, ParameterState>> {
    return this.#memory.table.states();
  }

  /** One of them, as the instrument showed it last; null where it is not known. */
  shown(parameter: string): Value {
    return this.#memory.table.value(parameter);
  }

  /** What setting these would change, after all checks; nothing is sent. */
  preview(values: unknown): Readonly<Record<string, Prospect>> {
    const { table } = this.#memory;
    const checked = table.validate(values, 'set');
    const differing = table.differing(checked);
    const now = table.get(Object.keys(checked));
    return mapValues(checked, (to, name) => ({ from: now[name] ?? null, to, changes: Object.hasOwn(differing, name) }));
  }

  /** The definition's start-up values with these over them; `ParameterError` lists what is wrong with them. */
  startupValues(parameters: unknown): Values {
    return this.#memory.table.startupValues(parameters);
  }

  /** Those that are known to be otherwise than these values. */
  deviations(values: Values): readonly Mismatch[] {
    return this.#memory.table.verify(values).filter(({ actual }) => actual !== null);
  }

  /** Whether a value that is set stays what is wanted; one that counts by itself does not. */
  isRemembered(parameter: string): boolean {
    const own = this.#definition.parameters[parameter];
    return own !== undefined && !(own.source === 'engineering' && own.persistent === true);
  }

  /**
   * Finds out what the instrument is doing, applies the start-up values and brings it into the wanted mode. An instrument that
   * streams as it should is not disturbed: its values are applied when it next listens to commands, the driver's own at once.
   * `ParameterError` (nothing was sent) lists all that is wrong with the values.
   */
  async startUp({ parameters, mode }: StartUp = {}, options?: CallOptions): Promise<DriverState> {
    const { table } = this.#memory;
    const values = table.startupValues(parameters);
    await this.discover(options);
    if (this.#isStreaming() && mode !== 'command') {
      const { own, instruments } = table.split(values);
      table.desire(own);
      this.#memory.startup = instruments;
      await this.#memory.save();
      return this.getCurrentState();
    }
    if (this.#isStreaming()) await this.executeStopAutosample(options);
    await this.execute('startup', values, options);
    if (mode === 'command') {
      this.#memory.paused = undefined;
      await this.#memory.save();
      return this.getCurrentState();
    }
    const start = this.#memory.paused ?? (mode === 'autosample' ? START : undefined);
    if (start !== undefined && Object.hasOwn(this.#definition.commands, start)) await this.execute(start, {}, options);
    return this.getCurrentState();
  }

  #isStreaming(): boolean {
    return isStreaming(this.#definition, this.getCurrentState());
  }
}
