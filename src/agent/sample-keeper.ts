import { type Clock, every, type Timer } from '../kit/clock.ts';
import { asError } from '../kit/errors.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Checkpoint, Place } from '../store/checkpoint.ts';
import type { SampleSink } from '../store/sample-sink.ts';

type SampleEvent = Extract<DriverAsyncEvent, { readonly type: 'sample' }>;

/** More samples than this wait in no memory: the log keeps them, and the attachment is made anew from the checkpoint. */
const BACKLOG = 500_000;

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
  #place: Place | undefined;
  #noted: Place | undefined;
  #noting: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(options: SampleKeeperOptions) {
    this.#options = options;
    this.#timer = every(options.clock, options.checkpointEvery ?? 1000, () => void this.note('due'));
  }

  keep({ samples, resume, remembered }: Pick<SampleEvent, 'samples' | 'resume' | 'remembered'>): void {
    if (this.#failed) return;
    this.#options.sink.append(samples);
    if (resume !== undefined) this.#place = { resume, ...(remembered && { remembered }) };
    if (this.#options.sink.backlog > BACKLOG) this.#fail(new Error(`more than ${BACKLOG} samples wait to be written`));
  }

  /** Makes what was kept so far safe, then notes it. */
  note(when: 'due' | 'now' = 'now'): Promise<void> {
    this.#noting = this.#noting.then(async () => {
      const place = this.#place;
      if (this.#failed || place === undefined || place === this.#noted) return;
      try {
        if (!(await this.#options.sink.flush(when))) return;
        await this.#options.checkpoint.write(place);
        this.#noted = place;
      } catch (error) {
        this.#fail(asError(error));
      }
    });
    return this.#noting;
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
