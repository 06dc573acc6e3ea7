import type { Job } from '../../definition/job.ts';
import type { Clock, Timer } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { asError, describeError, StateError } from '../../kit/errors.ts';
import { nearest } from '../../kit/nearest.ts';
import { fromMillis, type Nanos, toMillis } from '../../kit/time.ts';
import type { EventListener } from '../../model/driver-event.ts';
import type { Value } from '../../model/sample.ts';
import { type AnyTrigger, dueIn, isByWallClock } from './trigger.ts';

/** A job with the trigger that holds: its own, or the configuration's. */
export type AnyJob = AnyTrigger & Pick<Job, 'title' | 'runs' | 'in'>;

export interface JobsOptions {
  readonly clock: Clock;
  readonly jobs: Readonly<Record<string, AnyJob>>;
  readonly parameter: (parameter: string) => Value;
  /** Why it cannot be done now; undefined where it can. */
  readonly hindrance: (job: AnyJob) => string | undefined;
  /** Gives the command, in its turn. */
  readonly run: (command: string, signal: AbortSignal) => Promise<unknown>;
  readonly announce: EventListener;
  /** Those that fell due before, and still wait for their state. */
  readonly waiting?: readonly string[];
}

/** A job, and when it is due. */
export interface Planned {
  readonly job: AnyJob;
  /** Nothing where it is never due by itself, or only later known. */
  readonly next: Nanos | undefined;
}

interface Entry {
  readonly name: string;
  readonly job: AnyJob;
  timer: Timer | undefined;
  /** When it is next due, by the clock that it is due by, in ms. */
  due: number | undefined;
  /** When it was last begun, in the clock's elapsed ms. */
  last: number;
  running: boolean;
  waiting: boolean;
}

/** Timers cannot wait longer than this, in ms; a longer wait is made of several. */
const LONGEST = 24 * 3_600_000;
/** A wall clock may be set: so often it is looked at, in ms, and what is later than that was missed. */
const LOOK = 60_000;

/**
 * Does what the driver does by itself, when it falls due. What cannot be done in the present state waits for one in which it
 * can, once and not piled up; what is still going on when it falls due again is left out.
 */
export class Jobs implements Disposable {
  readonly #options: JobsOptions;
  readonly #entries: readonly Entry[];
  readonly #stopped = new AbortController();
  #started = false;
  /** How often the state has changed. */
  #looks = 0;

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#entries = Object.entries(options.jobs).map(([name, job]) => ({
      name,
      job,
      timer: undefined,
      due: undefined,
      last: Number.NEGATIVE_INFINITY,
      running: false,
      waiting: options.waiting?.includes(name) ?? false,
    }));
  }

  /** From now on time counts. */
  start(): void {
    if (this.#started || this.#stopped.signal.aborted) return;
    this.#started = true;
    for (const entry of this.#entries) this.#arm(entry);
  }

  /**
   * Asks for a polled job: whether it will be done, at once or in the next state in which it can be. It is not done more often
   * than its shortest time, and not while it goes on. `RangeError` where there is no such job.
   */
  request(name: string): boolean {
    const polled = this.#entries.filter(({ job }) => 'polled' in job);
    const entry = polled.find((one) => one.name === name);
    if (entry === undefined || !('polled' in entry.job)) {
      const names = polled.map((one) => one.name);
      throw new RangeError(`there is no polled job '${name}'; ${nearest(name, names)}`);
    }
    const { min } = entry.job.polled;
    const since = this.#options.clock.elapsed() - entry.last;
    if (entry.waiting) return true;
    if (entry.running || since < milliseconds(min)) return false;
    this.#due(entry);
    this.#arm(entry);
    return true;
  }

  /** These parameters have other values: what is done as they say is due anew. */
  changed(parameters: readonly string[]): void {
    for (const entry of this.#entries) {
      const every = 'every' in entry.job ? entry.job.every : undefined;
      if (typeof every === 'object' && parameters.includes(every.parameter)) this.#arm(entry);
    }
  }

  /** By name, those that fell due and wait for a state in which they can be done. */
  get waiting(): readonly string[] {
    return this.#entries.filter(({ waiting }) => waiting).map(({ name }) => name);
  }

  /** All, by name. */
  get agenda(): Readonly<Record<string, Planned>> {
    const wall = toMillis(this.#options.clock.now());
    const next = (entry: Entry): Nanos | undefined =>
      entry.due === undefined ? undefined : fromMillis(Math.round(wall + entry.due - this.#time(entry)));
    return Object.fromEntries(this.#entries.map((entry) => [entry.name, { job: entry.job, next: next(entry) }]));
  }

  /** The state has changed: what waits may be possible now. */
  look(): void {
    this.#looks += 1;
    for (const entry of this.#entries) if (entry.waiting) this.#attempt(entry);
  }

  [Symbol.dispose](): void {
    this.#stopped.abort();
    for (const { timer } of this.#entries) timer?.cancel();
  }

  /** One reading of the clock decides what was due and what is due next: between two of them a job could fall through. */
  #arm(entry: Entry, now = this.#time(entry)): void {
    entry.timer?.cancel();
    entry.due = undefined;
    if (!this.#started || this.#stopped.signal.aborted) return;
    const wait = dueIn(entry.job, { now, parameter: this.#options.parameter });
    entry.due = wait === undefined ? undefined : now + wait;
    if (entry.due !== undefined) this.#waitUntil(entry, entry.due);
  }

  #waitUntil(entry: Entry, due: number): void {
    const byWallClock = isByWallClock(entry.job);
    const wait = Math.min(byWallClock ? LOOK : LONGEST, Math.max(0, due - this.#time(entry)));
    entry.timer = this.#options.clock.after(wait, () => {
      const now = this.#time(entry);
      const late = now - due;
      if (late < 0 && !byWallClock) return this.#waitUntil(entry, due);
      if (late >= 0 && (late <= LOOK || !byWallClock)) this.#due(entry);
      this.#arm(entry, now);
    });
  }

  /** In ms, by the clock that it is due by. */
  #time({ job }: Entry): number {
    const { clock } = this.#options;
    return isByWallClock(job) ? toMillis(clock.now()) : clock.elapsed();
  }

  #due(entry: Entry): void {
    if (entry.running) this.#tell(entry, 'left out', 'the run before it still goes on');
    else this.#attempt(entry);
  }

  #attempt(entry: Entry): void {
    const reason = this.#options.hindrance(entry.job);
    if (reason === undefined) void this.#run(entry);
    else this.#postpone(entry, reason);
  }

  #postpone(entry: Entry, reason: string): void {
    if (!entry.waiting) this.#tell(entry, 'waiting', reason);
    entry.waiting = true;
  }

  async #run(entry: Entry): Promise<void> {
    const { clock, run } = this.#options;
    const { signal } = this.#stopped;
    const looks = this.#looks;
    entry.waiting = false;
    entry.running = true;
    entry.last = clock.elapsed();
    this.#tell(entry, 'started');
    try {
      await run(entry.job.runs, signal);
      entry.running = false;
      this.#tell(entry, 'done');
    } catch (thrown) {
      entry.running = false;
      if (signal.aborted) return;
      if (!(thrown instanceof StateError)) return this.#tell(entry, 'failed', describeError(asError(thrown)));
      // When its turn came the state had changed.
      this.#postpone(entry, thrown.message);
      if (looks !== this.#looks) this.#attempt(entry);
    }
  }

  #tell({ name }: Entry, status: 'started' | 'done' | 'failed' | 'waiting' | 'left out', reason?: string): void {
    this.#options.announce({ type: 'job', job: name, status, ...(reason !== undefined && { reason }), by: 'schedule' });
  }
}
