import { type Clock, every, type Timer } from '../kit/clock.ts';
import { asError } from '../kit/errors.ts';
import type { Refined } from '../refine/refiner.ts';
import type { Checkpoint, Place } from '../store/checkpoint.ts';
import { DUE, type SampleSink } from '../store/sample-sink.ts';
import type { SampleEvent } from './refinery.ts';
import { SafePlaces } from './safe-places.ts';

/** What is kept together: what became of an event's samples, and from where the log is read on behind them. */
export type Kept = Pick<SampleEvent, 'samples' | 'resume' | 'remembered'> & Partial<Refined>;

/** From this load of the sink on nothing more is brought while it is being written. */
const FILLING = 0.9;

export interface SampleKeeperOptions {
  readonly sink: SampleSink;
  readonly checkpoint: Checkpoint;
  readonly clock: Clock;
  /** How often the checkpoint follows, in ms. */
  readonly checkpointEvery?: number;
  /** Samples cannot be kept any more: the attachment has to be made anew. Called once. */
  readonly onFailure: (error: Error) => void;
}

/** Takes samples to where they stay, and then notes how far in the log that is. */
export class SampleKeeper implements AsyncDisposable {
  readonly #options: SampleKeeperOptions;
  readonly #timer: Timer;
  readonly #places = new SafePlaces();
  #noted: Place | undefined;
  /** Something was kept that was not flushed yet. */
  #isDirty = false;
  #pressing: Promise<void> | undefined;
  #noting: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(options: SampleKeeperOptions) {
    this.#options = options;
    this.#timer = every(options.clock, options.checkpointEvery ?? 1000, () => void this.note('due'));
  }

  keep({ samples, settled = [], resume, remembered }: Kept): void {
    if (this.#failed) return;
    const { sink } = this.#options;
    sink.settle(settled);
    sink.append(samples);
    this.#isDirty = true;
    this.#places.pass(samples, settled, resume && { resume, ...(remembered && { remembered }) });
    if (sink.load > 1) this.#fail(new Error('more samples wait to be written than memory is to hold'));
    else if (sink.load >= DUE) this.#press();
  }

  /** Makes what was kept so far safe, then notes it. */
  note(when: 'due' | 'now' = 'now'): Promise<void> {
    this.#noting = this.#noting.then(async () => {
      const place = this.#places.safe;
      if (this.#failed || (!this.#isDirty && place === this.#noted)) return;
      this.#isDirty = false;
      try {
        if (!(await this.#options.sink.flush(when))) {
          this.#isDirty = true;
          return;
        }
        if (place === undefined || place === this.#noted) return;
        await this.#options.checkpoint.write(place);
        this.#noted = place;
      } catch (error) {
        this.#fail(asError(error));
      }
    });
    return this.#noting;
  }

  /** What whoever brings samples has to wait for: memory is filling while much is being written. */
  ready(): Promise<void> | undefined {
    return this.#options.sink.load >= FILLING ? this.#pressing : undefined;
  }

  /** Does not wait for the next time to look. */
  #press(): void {
    this.#pressing ??= this.note('due').finally(() => {
      this.#pressing = undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer.cancel();
    await this.note();
    this.#failed = true;
    try {
      await this.#options.sink[Symbol.asyncDispose]();
    } catch (error) {
      this.#options.onFailure(asError(error));
    }
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.onFailure(error);
  }
}
