import type { Instrument } from '../definition/instrument.ts';
import type { DriverAsyncEvent, ResumePoint } from '../model/driver-event.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { makeRefiner, type RenewableRefiner } from '../refine/make-refiner.ts';
import type { Refiner } from '../refine/refiner.ts';
import { gapDraft } from './event-drafts.ts';

export type SampleEvent = Extract<DriverAsyncEvent, { readonly type: 'sample' }>;

/** Makes a refiner that knows what was kept of the log before the place from which that is read on. */
export type OpenRefiner = (definition: Instrument, resume: ResumePoint | undefined) => Promise<RenewableRefiner>;

export interface RefineryOptions {
  /** The definition that samples are decoded by at this moment. */
  readonly definition: () => Instrument;
  readonly open: OpenRefiner | undefined;
  record(draft: EventDraft): void;
}

/** What the samples of an instrument go through before anybody sees them, attachment after attachment, definition after definition. */
export class Refinery {
  readonly #options: RefineryOptions;
  #definition: Instrument;
  #refiner: RenewableRefiner;

  constructor(definition: Instrument, options: RefineryOptions) {
    this.#options = options;
    this.#definition = definition;
    this.#refiner = makeRefiner({ definition });
  }

  get refiner(): Refiner {
    return this.#refiner;
  }

  /** The log is read on from there. */
  async begin(resume: ResumePoint | undefined): Promise<void> {
    const definition = this.#options.definition();
    this.#refiner = (await this.#options.open?.(definition, resume)) ?? makeRefiner({ definition });
    this.#definition = definition;
  }

  refine(event: SampleEvent): SampleEvent {
    const definition = this.#options.definition();
    if (definition !== this.#definition) {
      this.#refiner = this.#refiner.renewed(definition);
      this.#definition = definition;
    }
    const { samples, settled, gaps = [] } = this.#refiner.refine(event.samples);
    for (const gap of gaps) this.#options.record(gapDraft(gap));
    return { ...event, samples, ...(settled.length > 0 && { settled }) };
  }
}
