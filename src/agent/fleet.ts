import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../bus/bus.ts';
import { localBus } from '../bus/local-bus.ts';
import type { Config } from '../config/schema.ts';
import { backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { asError, describeError, StateError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { Mutex } from '../kit/mutex.ts';
import type { ConfigChange } from '../model/api/config.ts';
import type { Begun } from './begin.ts';
import { changeBetween, heldBy, isSameLink } from './config-change.ts';
import { ConfigService } from './config-service.ts';
import type { Deployment } from './deployment.ts';
import { failureOf } from './event-drafts.ts';
import { FairShares } from './fair-shares.ts';
import { folders } from './folders.ts';
import type { InstrumentAgent } from './instrument-agent.ts';
import { type Load, watchLoad } from './load-watch.ts';
import type { Entry, Place } from './make-agent.ts';
import { Member, prepare } from './member.ts';
import { NoteKeeper } from './note-keeper.ts';
import { Outputs } from './outputs.ts';
import { keepRollups } from './rollup-keeper.ts';

export interface FleetOptions extends Deployment {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where instruments are offered, and told of. */
  readonly bus?: Bus | undefined;
  /** Where is kept what people want of instruments; only until the end where nothing is said. */
  readonly database?: DatabaseSync | undefined;
  /** The file of the configuration, and how its text is understood: without them it cannot be changed while the program runs. */
  readonly file?: string | undefined;
  readonly load?: ((text: string, file: string | undefined) => Promise<Deployment>) | undefined;
  /** Told when instruments send much, and when they send little again: they begin with little. */
  readonly onLoad?: ((load: Load) => void) | undefined;
  /** What was begun of them already, while the rest of the program was still being loaded. */
  readonly begun?: ReadonlyMap<string, Begun> | undefined;
}

/** One that cannot be looked after is tried again after so many ms, and more and more seldom. */
const RETRY = { first: 5000, longest: 600_000 } as const;

/** The instruments of a configuration, each with an agent of its own. */
export class Fleet implements AsyncDisposable {
  readonly outputs: Outputs;
  readonly bus: Bus;
  readonly #agents = new Map<string, InstrumentAgent>();
  readonly #members = new Map<string, Member>();
  readonly #retrying = new Map<string, AbortController>();
  readonly #changing = new Mutex();
  readonly #rollups: AsyncDisposable | undefined;
  readonly #notes: NoteKeeper;
  readonly #service: ConfigService;
  readonly #loadWatch: Disposable;
  #deployment: Deployment;
  #place: Place;

  private constructor(options: FleetOptions) {
    const { config, clock, logger, bus = localBus(), database, onLoad = () => {} } = options;
    this.#deployment = options;
    this.bus = bus;
    this.outputs = new Outputs(config, clock, logger);
    this.#loadWatch = watchLoad(bus, clock, onLoad);
    this.#place = { config, clock, logger, bus, database, outputs: this.outputs, shares: new FairShares(clock) };
    const { data } = config;
    this.#notes = new NoteKeeper({ data, bus, clock, logger, recorderOf: (id) => this.#agents.get(id) });
    const own = (): string[] => [...this.#members.keys()].map((id) => folders(data, id).own);
    this.#rollups = this.outputs.store && keepRollups({ clock, logger, folders: own });
    this.#service = new ConfigService({
      ...options,
      bus,
      current: () => this.#deployment.config,
      change: (deployment, by) => this.change(deployment, by),
      restart: (id) => this.restart(id),
    });
  }

  /** All definitions are loaded, and all folders are this process's own, before the first instrument is touched. */
  static async start(options: FleetOptions): Promise<Fleet> {
    const ids = Object.keys(options.config.instruments);
    const entries = await Promise.all(ids.map((id) => entryOf(options, id)));
    const fleet = new Fleet(options);
    let begun: ReadonlyMap<string, Begun>;
    try {
      begun = await prepare(fleet.#place, ids, options.begun);
    } catch (error) {
      await fleet[Symbol.asyncDispose]();
      throw error;
    }
    for (const entry of hostsFirst(entries)) fleet.#admit(entry, begun.get(entry.id)!);
    fleet.#sort();
    for (const id of fleet.#agents.keys()) fleet.#members.get(id)?.start();
    return fleet;
  }

  /** Those that are looked after now, in the order of the configuration. */
  get agents(): ReadonlyMap<string, InstrumentAgent> {
    return this.#agents;
  }

  /** Goes on with another configuration: instruments of which it says the same are not touched. */
  change(deployment: Deployment, by: string): Promise<ConfigChange> {
    return this.#changing.run(async () => {
      const change = changeBetween(this.#deployment.config, deployment.config);
      const config = heldBy(this.#place.config, deployment.config);
      await this.#stop([...change.removed, ...change.changed], config);
      this.#deployment = deployment;
      this.#place = { ...this.#place, config };
      const ids = [...change.added, ...change.changed];
      for (const hosted of [false, true]) {
        const own = ids.filter((id) => (config.instruments[id]?.on !== undefined) === hosted);
        await Promise.all(own.map((id) => this.#add(id).catch((error: unknown) => this.#failed(id, error))));
      }
      this.#sort();
      const { untouched: _, ...details } = change;
      this.bus.publish('config', config);
      this.bus.publish('note', { draft: { type: 'configured', by, details } });
      return change;
    });
  }

  /** Ends an agent, with those of the instruments behind it, and begins anew. Its port agent goes on. */
  restart(id: string): Promise<void> {
    return this.#changing.run(async () => {
      const { config } = this.#place;
      const behind = Object.keys(config.instruments).filter((one) => config.instruments[one]?.on === id);
      await this.#stop([id, ...behind], config);
      for (const one of [id, ...behind]) await this.#add(one).catch((error: unknown) => this.#failed(one, error));
      this.#sort();
    });
  }

  /** Ends the port agents too: nothing holds the instruments' connections any more. */
  async stopPortAgents(): Promise<void> {
    const agents = [...this.#agents.values()];
    await this[Symbol.asyncDispose]();
    await Promise.all(agents.map((agent) => agent.stopPortAgent()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]();
    for (const retrying of this.#retrying.values()) retrying.abort(new StateError('start', 'closed', []));
    await this.#changing.run(async () => {
      await Promise.all([...this.#members.values()].map((member) => member[Symbol.asyncDispose]()));
      this.#members.clear();
    });
    await this.#notes[Symbol.asyncDispose]();
    await this.#rollups?.[Symbol.asyncDispose]();
    this.#loadWatch[Symbol.dispose]();
    await this.outputs[Symbol.asyncDispose]();
  }

  /** Those that are found behind others go first. A port agent that nobody uses any more is ended. */
  async #stop(ids: readonly string[], next: Config): Promise<void> {
    for (const id of ids) this.#retrying.get(id)?.abort(new StateError('start', 'replaced', []));
    const leaving = hostsFirst(ids.flatMap((id) => this.#members.get(id)?.entry ?? [])).toReversed();
    for (const { id, own } of leaving) {
      const member = this.#members.get(id);
      this.#members.delete(id);
      this.#agents.delete(id);
      try {
        await member?.[Symbol.asyncDispose]();
        if (!isSameLink(own, next.instruments[id])) await member?.agent.stopPortAgent();
      } catch (error) {
        // The others are not to wait for it.
        this.#place.logger.error(
          { instrument: id, error: describeError(error) },
          'what ran for the instrument did not end',
        );
      }
    }
  }

  async #add(id: string): Promise<void> {
    const entry = await entryOf(this.#deployment, id);
    const begun = await prepare(this.#place, [id]);
    this.#join(entry, begun.get(id)!).start();
  }

  /** One whose definition cannot even be looked at is that one's fault alone. */
  #admit(entry: Entry, begun: Begun): void {
    try {
      this.#join(entry, begun);
    } catch (error) {
      this.#failed(entry.id, error);
    }
  }

  #join(entry: Entry, { held, home }: Begun): Member {
    const { id, own } = entry;
    const behind = own.on === undefined ? home : this.#agents.get(own.on);
    let member: Member;
    try {
      if (behind === undefined)
        throw new StateError(`run ${id}`, `${own.on}, behind which it is found, is not looked after`, []);
      member = new Member(this.#place, entry, held, behind);
    } catch (error) {
      held[Symbol.dispose]();
      throw error;
    }
    this.#members.set(id, member);
    this.#agents.set(id, member.agent);
    return member;
  }

  /** It is told once, and tried again; the others go on. */
  #failed(id: string, thrown: unknown): void {
    const { logger } = this.#place;
    const error = asError(thrown);
    logger.error({ instrument: id, error: error.message }, 'the instrument cannot be looked after; it is tried again');
    this.bus.publish('note', { instrument: id, draft: { type: 'not_loaded', details: { error: failureOf(error) } } });
    const retrying = new AbortController();
    this.#retrying.set(id, retrying);
    void this.#retry(id, retrying.signal);
  }

  async #retry(id: string, signal: AbortSignal): Promise<void> {
    const wait = backoff(RETRY);
    while (!signal.aborted) {
      try {
        await sleep(this.#place.clock, wait.next(), signal);
        await this.#changing.run(() => this.#add(id), signal);
        this.#sort();
        return;
      } catch {
        // It was said when it failed first.
      }
    }
  }

  /** In the order of the configuration. */
  #sort(): void {
    const all = new Map(this.#agents);
    this.#agents.clear();
    for (const id of Object.keys(this.#place.config.instruments)) {
      const agent = all.get(id);
      if (agent !== undefined) this.#agents.set(id, agent);
    }
  }
}

async function entryOf({ config, loadInstrument, rereadFor }: Deployment, id: string): Promise<Entry> {
  const own = config.instruments[id];
  if (own === undefined) throw new RangeError(`the configuration has no instrument '${id}'`);
  return { id, own, definition: await loadInstrument(own.kind), reread: rereadFor?.(own) };
}

/** Those that are found behind others come behind them. */
const hostsFirst = (entries: readonly Entry[]): readonly Entry[] => [
  ...entries.filter(({ own }) => own.on === undefined),
  ...entries.filter(({ own }) => own.on !== undefined),
];
