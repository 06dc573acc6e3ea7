import { isDeepStrictEqual } from 'node:util';
import type { Clock, Timer } from '../kit/clock.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';

/** At most so often is a summary told, in ms. */
const PACE = 1000;

export interface SummaryTellerOptions {
  readonly clock: Clock;
  readonly summary: () => Promise<InstrumentSummary>;
  readonly tell: (summary: InstrumentSummary) => void;
}

/** Tells how an instrument stands when that has changed, without what led there. */
export class SummaryTeller implements Disposable {
  readonly #options: SummaryTellerOptions;
  #told: InstrumentSummary | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: SummaryTellerOptions) {
    this.#options = options;
  }

  /** Something may have changed. */
  look(): void {
    if (this.#closed) return;
    const { clock } = this.#options;
    this.#timer ??= clock.after(this.#toldAt + PACE - clock.elapsed(), () => void this.#tell());
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  async #tell(): Promise<void> {
    this.#timer = undefined;
    this.#toldAt = this.#options.clock.elapsed();
    // What keeps it from being told is told to whoever asks for it.
    const summary = await this.#options.summary().catch(() => undefined);
    if (summary === undefined || this.#closed || isDeepStrictEqual(summary, this.#told)) return;
    this.#told = summary;
    this.#options.tell(summary);
  }
}
