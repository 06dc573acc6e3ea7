import { sum } from '../../kit/sum.ts';
import { dayOf, type Nanos } from '../../kit/time.ts';
import type { Sample } from '../../model/sample.ts';
import type { Column } from '../columns.ts';
import type { StreamFacts } from '../day-metadata.ts';
import type { Page } from '../parquet/page.ts';
import { addTo, type Pages, sizeOf } from '../parquet/pages.ts';
import { arrivalOf, finalOf, isSamePlace } from '../settled.ts';
import { columnsOfFacts } from '../stream-facts.ts';
import { byDay } from './by-day.ts';
import { dayRows } from './day-rows.ts';
import { type HotDay, together } from './hot-day.ts';
import { sizeOfSample } from './sample-size.ts';

/** Final ones, in columns. */
interface Stretch {
  readonly facts: StreamFacts;
  readonly columns: readonly Column[];
  readonly days: Map<string, Page[]>;
}

/** Those whose flags may still change, and what came behind them. */
interface Open {
  readonly facts: StreamFacts;
  samples: Sample[];
}

/** The samples of one stream that are in no file yet: in columns as soon as they are final, and as they came until then. */
export class HotSamples {
  /** What is being written, */
  #taken: Stretch[] = [];
  /** and what came since. */
  #stretches: Stretch[] = [];
  #open: Open[] = [];
  #bytes = 0;
  #unwritten = 0;

  /** What they take. */
  get bytes(): number {
    return this.#bytes + sum(this.#open.map(({ samples }) => sum(samples.map(sizeOfSample))));
  }

  /** Samples that are in no file as they are now. */
  get unwritten(): number {
    return this.#unwritten;
  }

  /** When the first of them arrived. */
  get oldest(): Nanos | undefined {
    const [first] = this.#pages();
    const place = first?.place(0) ?? this.#open[0]?.samples[0];
    return place && arrivalOf(place);
  }

  append(facts: StreamFacts, samples: readonly Sample[]): void {
    if (samples.length === 0) return;
    let last = this.#open.at(-1);
    if (last?.facts !== facts) {
      last = { facts, samples: [] };
      this.#open.push(last);
    }
    for (const sample of samples) last.samples.push(sample);
    this.#unwritten += samples.length;
    this.#close();
  }

  /** Puts a sample's final version in its place; one that is not here is in its file already. */
  settle(sample: Sample): void {
    for (const { samples } of this.#open.toReversed()) {
      const at = samples.findLastIndex(
        (each) => each.provisional && each.time === sample.time && (isSamePlace(each, sample) || !sample.log),
      );
      if (at < 0) continue;
      samples[at] = sample;
      this.#unwritten = Math.max(1, this.#unwritten);
      return;
    }
  }

  /** Whether there are samples of more than one day. */
  get hasOverDay(): boolean {
    const days = this.#stretches.flatMap((stretch) => [...stretch.days.keys()]);
    const last = this.#open.at(-1)?.samples.at(-1);
    if (last !== undefined) days.push(dayOf(last.time));
    return days.some((day) => day !== days[0]);
  }

  /** All that is here, as it stands now: what comes later is not among it. */
  all(): HotDay[] {
    return this.#days((pages) => pages.map((page) => page.copy()));
  }

  /** All that is here, as it stands now, to be written. */
  take(): HotDay[] {
    this.#close();
    this.#taken = this.#stretches;
    this.#stretches = [];
    this.#unwritten = 0;
    return this.#days((pages) => pages);
  }

  /** What was taken could not be written. */
  putBack(): void {
    this.#stretches = [...this.#taken, ...this.#stretches];
    this.#taken = [];
    this.#unwritten =
      sum([...this.#pages()].map(({ rows }) => rows)) + sum(this.#open.map(({ samples }) => samples.length));
  }

  /** What was taken is in the files: what of it is final is let go. */
  letGo(): void {
    this.#taken = [];
    this.#bytes = sizeOf([...this.#pages()]);
  }

  *#pages(): Generator<Page> {
    for (const { days } of [...this.#taken, ...this.#stretches]) for (const pages of days.values()) yield* pages;
  }

  #days(asTheyStand: (pages: Pages) => Pages): HotDay[] {
    const final = [...this.#taken, ...this.#stretches].flatMap(({ facts, days }) =>
      [...days].map(([day, pages]) => ({ facts, day, rows: { final: asTheyStand(pages), provisional: [] } })),
    );
    const open = this.#open.flatMap(({ facts, samples }) =>
      [...byDay(samples)].map(([day, own]) => ({ facts, day, rows: dayRows(facts, own) })),
    );
    return together([...final, ...open]);
  }

  /** Brings what is final by now into columns. */
  #close(): void {
    let final = finalOf(this.#open.flatMap(({ samples }) => samples));
    while (final > 0) {
      const { facts, samples } = this.#open[0]!;
      const closed = samples.slice(0, final);
      for (const [day, own] of byDay(closed)) this.#keep(facts, day, own);
      final -= closed.length;
      if (closed.length < samples.length) this.#open[0]!.samples = samples.slice(closed.length);
      else this.#open.shift();
    }
  }

  #keep(facts: StreamFacts, day: string, samples: readonly Sample[]): void {
    let last = this.#stretches.at(-1);
    if (last?.facts !== facts) {
      last = { facts, columns: columnsOfFacts(facts), days: new Map() };
      this.#stretches.push(last);
    }
    const pages = last.days.get(day) ?? [];
    last.days.set(day, pages);
    const at = Math.max(0, pages.length - 1);
    const before = pages[at]?.size ?? 0;
    addTo(pages, last.columns, samples);
    this.#bytes += sizeOf(pages.slice(at)) - before;
  }
}
