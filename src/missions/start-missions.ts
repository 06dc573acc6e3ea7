import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../bus/bus.ts';
import type { Caller, MissionService } from '../bus/services.ts';
import type { Clock } from '../kit/clock.ts';
import { describeError, NotFoundError, ParameterError, StateError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { nearest } from '../kit/nearest.ts';
import { millisToIso, toWholeMillis } from '../kit/time.ts';
import { name as nameSchema } from '../model/api/common.ts';
import type { Mission, MissionRun } from '../model/api/mission.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { beginMission, cutOff, type Going } from './begin-mission.ts';
import { checkMission } from './check-mission.ts';
import { type KeptMission, type MissionTable, missionTable } from './mission-table.ts';
import { allLeaves, describeLeaf, type MissionPlan, namedInstruments } from './plan.ts';
import { readMission } from './read-mission.ts';
import { ProgramEnds, StoppedError } from './running-mission.ts';
import { checkScope } from './scope.ts';
import { nextOf, Timetable } from './timetable.ts';

export interface MissionsOptions {
  readonly bus: Bus;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Offers missions: their texts, and their runs. Those that a schedule names begin by themselves. */
export async function startMissions(options: MissionsOptions): Promise<AsyncDisposable> {
  const missions = new Missions(options);
  const offered = options.bus.offer('missions', '', missions);
  return {
    async [Symbol.asyncDispose]() {
      offered[Symbol.dispose]();
      await missions[Symbol.asyncDispose]();
    },
  };
}

class Missions implements MissionService, AsyncDisposable {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #table: MissionTable;
  readonly #timetable: Timetable;
  /** By run. */
  readonly #going = new Map<string, Going>();
  /** Missions of which a run is being begun. */
  readonly #beginning = new Set<string>();

  constructor({ bus, database, clock, logger }: MissionsOptions) {
    this.#bus = bus;
    this.#clock = clock;
    this.#logger = logger;
    this.#table = missionTable(database, logger);
    this.#timetable = new Timetable(clock, (name) => void this.#startScheduled(name));
    for (const run of this.#table.runs().filter((one) => !isOver(one))) {
      const cut = cutOff(run, clock);
      this.#table.putRun(cut.run);
      this.#note(cut.end);
    }
    for (const kept of this.#table.all()) this.#timetable.set(kept.name, this.#planOf(kept)?.schedule);
  }

  async list(): Promise<readonly Mission[]> {
    return this.#table.all().map((kept) => this.#toMission(kept));
  }

  async get(name: string): Promise<Mission> {
    return this.#toMission(this.#find(name));
  }

  async check(text: string): Promise<{ readonly steps: readonly string[] }> {
    const { plan } = await checkMission(this.#bus, text, 'mission');
    return { steps: allLeaves(plan).map(describeLeaf) };
  }

  async save(name: string, text: string, caller: Caller): Promise<Mission> {
    const { error } = nameSchema.safeParse(name);
    if (error) throw new ParameterError(error.issues.map(({ message }) => ({ name, message })));
    const { plan } = await checkMission(this.#bus, text, name);
    const before = this.#table.find(name);
    for (const one of [plan, before && this.#planOf(before)]) if (one) checkScope(caller, namedInstruments(one));
    const { by: author, user, role } = caller;
    const kept = { name, text, changed: this.#now(), author, user, role };
    this.#table.put(kept);
    this.#timetable.set(name, plan.schedule);
    this.#note({ type: 'mission_saved', by: author, details: { mission: name, steps: allLeaves(plan).length } });
    return this.#toMission(kept);
  }

  async remove(name: string, caller: Caller): Promise<void> {
    const plan = this.#planOf(this.#find(name));
    if (plan) checkScope(caller, namedInstruments(plan));
    this.#table.remove(name);
    this.#timetable.set(name);
    this.#note({ type: 'mission_removed', by: caller.by, details: { mission: name } });
  }

  async start(name: string, caller: Caller): Promise<MissionRun> {
    const kept = this.#find(name);
    this.#mustBeIdle(name);
    this.#beginning.add(name);
    try {
      return await this.#begin(kept, caller);
    } finally {
      this.#beginning.delete(name);
    }
  }

  async runs(): Promise<readonly MissionRun[]> {
    return this.#table.runs();
  }

  async control(id: string, what: 'pause' | 'resume' | 'stop', caller: Caller): Promise<MissionRun> {
    const going = this.#going.get(id);
    if (going === undefined || isOver(going.running.run)) {
      const run = this.#table.runs().find((other) => other.id === id);
      if (run === undefined) throw new NotFoundError(`there is no run '${id}' of a mission`);
      throw new StateError(what, run.state, []);
    }
    const { running, instruments } = going;
    checkScope(caller, instruments);
    const details = { mission: running.run.mission, run: id };
    const { state } = running.run;
    if (what === 'stop') {
      this.#note({ type: 'mission_stopped', by: caller.by, details });
      running.stop(new StoppedError(`stopped by ${caller.by}`));
    } else if (what === 'pause' && state === 'running') {
      running.pause();
      this.#note({ type: 'mission_paused', by: caller.by, details });
    } else if (what === 'resume' && state === 'paused') {
      running.resume();
      this.#note({ type: 'mission_resumed', by: caller.by, details });
    } else {
      throw new StateError(what, state, [state === 'paused' ? 'resume' : 'pause', 'stop']);
    }
    return running.run;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timetable[Symbol.dispose]();
    for (const { running } of this.#going.values()) running.stop(new ProgramEnds());
    await Promise.all([...this.#going.values()].map(({ over }) => over));
  }

  async #begin(kept: KeptMission, caller: Caller): Promise<MissionRun> {
    const { running, instruments, over } = await beginMission({
      kept,
      caller,
      bus: this.#bus,
      clock: this.#clock,
      tell: (run) => this.#tell(run),
      note: (draft) => this.#note(draft),
    });
    const { id } = running.run;
    this.#table.forgetRuns();
    const done = over
      .catch((error: unknown) => {
        this.#logger.error({ mission: kept.name, error: describeError(error) }, 'a mission broke');
      })
      .finally(() => this.#going.delete(id));
    this.#going.set(id, { running, instruments, over: done });
    return running.run;
  }

  async #startScheduled(name: string): Promise<void> {
    try {
      const kept = this.#table.find(name);
      if (kept === undefined) return;
      await this.start(name, { by: 'schedule', user: kept.user, role: kept.role });
    } catch (error) {
      const details = { mission: name, reason: describeError(error) };
      this.#note({ type: 'mission_not_started', by: 'schedule', details });
    }
  }

  #mustBeIdle(name: string): void {
    const isGoing = [...this.#going.values()].some(({ running: { run } }) => run.mission === name && !isOver(run));
    if (isGoing || this.#beginning.has(name)) throw new StateError('start', 'running', ['pause', 'stop']);
  }

  #find(name: string): KeptMission {
    const kept = this.#table.find(name);
    if (kept !== undefined) return kept;
    const names = this.#table.all().map((other) => other.name);
    throw new NotFoundError(`there is no mission '${name}'; ${nearest(name, names)}`);
  }

  /** Nothing where another version of the program kept what this one does not understand. */
  #planOf({ name, text }: KeptMission): MissionPlan | undefined {
    try {
      return readMission(text, name).plan;
    } catch (error) {
      this.#logger.warn({ mission: name, error: describeError(error) }, 'a mission cannot be read');
      return undefined;
    }
  }

  #toMission(kept: KeptMission): Mission {
    const { name, text, changed, author: by } = kept;
    const plan = this.#planOf(kept);
    const { title = name, description, schedule } = plan ?? {};
    const next = schedule === undefined ? undefined : nextOf(schedule, toWholeMillis(this.#clock.now()));
    return {
      name,
      title,
      ...(description !== undefined && { description }),
      text,
      steps: plan === undefined ? [] : allLeaves(plan).map(describeLeaf),
      instruments: plan === undefined ? [] : namedInstruments(plan),
      ...(schedule !== undefined && { schedule }),
      ...(next !== undefined && { next: millisToIso(next) }),
      changed,
      by,
    };
  }

  #tell(run: MissionRun): void {
    this.#table.putRun(run);
    this.#bus.publish('mission', run);
  }

  #note(draft: EventDraft): void {
    this.#bus.publish('note', { draft });
  }

  #now(): string {
    return millisToIso(toWholeMillis(this.#clock.now()));
  }
}

const isOver = ({ ended }: MissionRun): boolean => ended !== undefined;
