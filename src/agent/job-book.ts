import { randomUUID } from 'node:crypto';
import { withEither } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { NotFoundError, TooManyError } from '../kit/errors.ts';
import { mapValues } from '../kit/records.ts';
import { toIso } from '../kit/time.ts';
import { isOver, type Job } from '../model/api/job.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import { plain } from '../model/plain.ts';
import { toResultJson } from '../model/result-json.ts';
import type { Values } from '../model/sample.ts';
import { toProblem } from '../model/to-problem.ts';

/** So many of an instrument are remembered when they are over. */
const KEPT = 100;
/** So many go on or wait at once. */
const WAITING = 50;

/** Something that an instrument is asked to do. */
export interface Work<T = unknown> {
  readonly command: string;
  readonly args: Values;
  readonly by: string;
  run(signal: AbortSignal): Promise<T>;
}

export interface JobBookOptions {
  readonly instrument: string;
  readonly clock: Clock;
  readonly onChange: (job: Job) => void;
}

interface Entry {
  job: Job;
  readonly controller: AbortController;
  readonly over: Promise<void>;
}

/** What one instrument was asked to do: it does one thing after the other, in their order. */
export class JobBook {
  readonly #options: JobBookOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: JobBookOptions) {
    this.#options = options;
  }

  /** The last that were asked for, oldest first. */
  get all(): readonly Job[] {
    return [...this.#entries.values()].map(({ job }) => job);
  }

  get isIdle(): boolean {
    return this.all.every(isOver);
  }

  /** Begins it, behind what is not over yet. What comes of it is told to whoever waits for it here, too. */
  start<T>({ command, args, by, run }: Work<T>): { readonly job: Job; readonly result: Promise<T> } {
    const { clock, instrument } = this.#options;
    if (this.all.filter((job) => !isOver(job)).length >= WAITING)
      throw new TooManyError(`${WAITING} jobs of ${instrument} wait already`, 5);
    const id = randomUUID();
    const controller = new AbortController();
    const created = toIso(clock.now());
    const asked = mapValues(args, plain);
    const { promise, resolve } = Promise.withResolvers<void>();
    const job: Job = { id, instrument, command, args: asked, by, state: 'waiting', created };
    this.#entries.set(id, { job, controller, over: promise });
    this.#change(id, {});
    this.#next();
    const result = run(controller.signal);
    result
      .then(toResultJson)
      .then(
        (shown) => this.#end(id, { state: 'done', result: shown }),
        (error: unknown) =>
          this.#end(id, { state: controller.signal.aborted ? 'cancelled' : 'failed', error: toProblem(error) }),
      )
      .finally(resolve);
    return { job: this.get(id), result };
  }

  /** What a driver tells of how far a command is belongs to the one that runs. */
  hear(event: DriverAsyncEvent): void {
    if (event.type !== 'progress') return;
    const { command, text, done, of } = event;
    const running = this.all.find((job) => job.state === 'running' && job.command === command);
    if (running === undefined) return;
    const progress = { text, ...(done !== undefined && { done }), ...(of !== undefined && { of }) };
    this.#change(running.id, { progress });
  }

  get(id: string): Job {
    return this.#entry(id).job;
  }

  /** Resolves when it is over, or with how it stands when the signal aborts. */
  async wait(id: string, signal?: AbortSignal): Promise<Job> {
    const { over } = this.#entry(id);
    await withEither([signal], (either) =>
      Promise.race([over, new Promise<void>((resolve) => onAbort(either, resolve))]),
    );
    return this.get(id);
  }

  /** Breaks it off; resolves when it is over. */
  async cancel(id: string, by: string): Promise<Job> {
    const { controller, over } = this.#entry(id);
    controller.abort(new DOMException(`cancelled by ${by}`, 'AbortError'));
    await over;
    return this.get(id);
  }

  #end(id: string, change: Partial<Job>): void {
    this.#change(id, { ...change, ended: toIso(this.#options.clock.now()) });
    const over = this.all.filter(isOver);
    for (const job of over.slice(0, Math.max(0, over.length - KEPT))) this.#entries.delete(job.id);
    this.#next();
  }

  /** The first that is not over is the one that runs. */
  #next(): void {
    const first = this.all.find((job) => !isOver(job));
    if (first?.state === 'waiting')
      this.#change(first.id, { state: 'running', started: toIso(this.#options.clock.now()) });
  }

  #change(id: string, change: Partial<Job>): void {
    const entry = this.#entry(id);
    entry.job = { ...entry.job, ...change };
    this.#options.onChange(entry.job);
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new NotFoundError(`${this.#options.instrument} has no job '${id}' any more`);
    return entry;
  }
}

function onAbort(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run();
  else signal.addEventListener('abort', run, { once: true });
}
