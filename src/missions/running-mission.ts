import type { Bus } from '../bus/bus.ts';
import type { Caller } from '../bus/services.ts';
import { withEither } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import { millisToIso, toWholeMillis } from '../kit/time.ts';
import { json } from '../model/api/common.ts';
import type { MissionRun, StepState } from '../model/api/mission.ts';
import { toProblem } from '../model/to-problem.ts';
import { act } from './act.ts';
import { PauseGate, waitAtMost } from './gate.ts';
import type { HeldLocks } from './held-locks.ts';
import { allLeaves, describeLeaf, type Leaf, type MissionPlan, type Plan } from './plan.ts';
import type { World } from './world.ts';

export interface RunningOptions {
  readonly id: string;
  readonly mission: string;
  readonly plan: MissionPlan;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly caller: Caller;
  readonly locks: HeldLocks;
  readonly world: World;
  /** Told whenever something has changed. */
  onChange(run: MissionRun): void;
  /** A step has failed, and the mission does not try it again. */
  onFailed(step: string, error: Error): void;
}

/** Longer results, as JSON, are not kept: they stand in the job. */
const LONGEST_RESULT = 2000;

/** Somebody broke the mission off. */
export class StoppedError extends Error {}

/** The program ends: nothing is done any more. */
export class ProgramEnds extends StoppedError {
  constructor() {
    super('the program ended while it ran');
  }
}

/** A step has failed, and the mission with it. */
class StepError extends Error {}

/** What came of a step, where it is not long. */
function kept(result: unknown): Pick<StepState, 'result'> {
  const { data } = json.safeParse(result);
  return data === undefined || data === null || JSON.stringify(data).length > LONGEST_RESULT ? {} : { result: data };
}

/** A mission that goes on. */
export class RunningMission {
  readonly #options: RunningOptions;
  readonly #gate = new PauseGate();
  readonly #began: number;
  #stopping = new AbortController();
  #run: MissionRun;

  constructor(options: RunningOptions) {
    const { id, mission, caller, clock, plan } = options;
    this.#options = options;
    this.#began = clock.elapsed();
    this.#run = {
      id,
      mission,
      by: caller.by,
      state: 'running',
      started: this.#now(),
      steps: allLeaves(plan).map((leaf) => ({ text: describeLeaf(leaf), state: 'waiting', attempt: 0 })),
    };
  }

  get run(): MissionRun {
    return this.#run;
  }

  /** Carries it out and gives back its locks; resolves when it is over, however it ended. */
  async carryOut(): Promise<MissionRun> {
    const { plan } = this.#options;
    const failure = await this.#attempt(plan.steps);
    // Whoever stops a mission wants its end to be in order; only the end of the program leaves no time for that.
    const isCut = failure instanceof ProgramEnds;
    this.resume();
    this.#stopping = new AbortController();
    const atLast = isCut ? undefined : await this.#attempt(plan.atEnd);
    const error = failure ?? atLast;
    const state = error === undefined ? 'done' : error instanceof StoppedError ? 'stopped' : 'failed';
    const steps = this.#run.steps.map(
      (step): StepState => (step.state === 'waiting' ? { ...step, state: 'stopped' } : step),
    );
    // Who is told that it is over finds the instruments free.
    await this.#options.locks[Symbol.asyncDispose]();
    this.#tell({
      state,
      ended: this.#now(),
      steps,
      ...(error !== undefined && { error: describeError(error) }),
    });
    return this.#run;
  }

  pause(): void {
    if (this.#run.state !== 'running') return;
    this.#gate.set(false);
    this.#tell({ state: 'paused' });
  }

  resume(): void {
    if (this.#run.state !== 'paused') return;
    this.#tell({ state: 'running' });
    this.#gate.set(true);
  }

  /** Breaks off the step that goes on. A second time also what is done at the end. */
  stop(reason: Error): void {
    this.#stopping.abort(reason);
  }

  async #attempt(plan: Plan): Promise<unknown> {
    try {
      await this.#go(plan, this.#began, this.#stopping.signal);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** `since`: what came before is not what this part waits for. */
  async #go(plan: Plan, since: number, signal: AbortSignal): Promise<void> {
    switch (plan.is) {
      case 'leaf':
        return this.#step(plan, since, signal);
      case 'together':
        return this.#together(plan.parts, since, signal);
      case 'sequence': {
        let before = since;
        for (const part of plan.parts) {
          // A sample that a command yields comes before the step that waits for it.
          const began = this.#options.clock.elapsed();
          await this.#go(part, before, signal);
          before = began;
        }
      }
    }
  }

  /** The first branch that fails ends the others. */
  async #together(parts: readonly Plan[], since: number, outer: AbortSignal): Promise<void> {
    const failed = new AbortController();
    await withEither([outer, failed.signal], (signal) =>
      Promise.allSettled(
        parts.map((part) => this.#go(part, since, signal).catch((error: unknown) => failed.abort(error))),
      ),
    );
    outer.throwIfAborted();
    failed.signal.throwIfAborted();
  }

  async #step(leaf: Leaf, since: number, signal: AbortSignal): Promise<void> {
    const { clock, bus, world, onFailed } = this.#options;
    const { retries, after, lastly } = leaf.onFailure;
    const waiting = { clock, gate: this.#gate, signal };
    for (let attempt = 1; ; attempt++) {
      await this.#gate.pass(signal);
      const { started = this.#now() } = this.#run.steps[leaf.index]!;
      this.#tellStep(leaf, { state: 'running', attempt, started });
      try {
        const callerFor = (instrument: string) => this.#callerFor(instrument);
        const result = await act(leaf.action, { ...waiting, bus, world, since, callerFor });
        this.#tellStep(leaf, { state: 'done', ended: this.#now(), ...kept(result) }, ['error']);
        return;
      } catch (thrown) {
        const over = { ended: this.#now(), error: toProblem(thrown) };
        if (signal.aborted) {
          // Who stopped it stands with the mission.
          this.#tellStep(leaf, { ended: over.ended, state: 'stopped' }, ['error']);
          throw signal.reason;
        }
        if (attempt <= retries) {
          this.#tellStep(leaf, { error: over.error });
          await waitAtMost(waiting, after).catch(() => {}); // the signal is looked at by the next attempt
          continue;
        }
        const error = new StepError(`${describeLeaf(leaf)}: ${describeError(thrown)}`, { cause: thrown });
        onFailed(describeLeaf(leaf), error);
        this.#tellStep(leaf, { ...over, state: lastly === 'skip' ? 'skipped' : 'failed' });
        if (lastly === 'skip') return;
        throw error;
      }
    }
  }

  #callerFor(instrument: string): Caller {
    const { caller, mission, locks } = this.#options;
    return { ...caller, by: `${caller.by} (mission ${mission})`, lock: locks.keyOf(instrument) };
  }

  #tellStep({ index }: Leaf, change: Partial<StepState>, without: readonly (keyof StepState)[] = []): void {
    const steps = this.#run.steps.map((step, i) => {
      if (i !== index) return step;
      const changed: StepState = { ...step, ...change };
      for (const name of without) delete changed[name];
      return changed;
    });
    this.#tell({ steps });
  }

  #tell(change: Partial<MissionRun>): void {
    this.#run = { ...this.#run, ...change };
    this.#options.onChange(this.#run);
  }

  #now(): string {
    return millisToIso(toWholeMillis(this.#options.clock.now()));
  }
}
