import type { InstrumentSummary } from '../../model/api/instrument.ts';
import type { LiveData } from '../../model/api/live.ts';

/** What of each instrument's summary is other than it was told last. */
export class SummaryChanges {
  readonly #told = new Map<string, ReadonlyMap<string, string>>();

  /** Nothing where all of it is as it was. */
  of(summary: InstrumentSummary): LiveData<'summary'> | undefined {
    const { id, values, ...rest } = summary;
    // A trend is asked for, not told: whoever is told every value makes it themselves.
    const now = { ...rest, values: values.map(({ trend: _, ...value }) => value) };
    const texts = new Map(Object.entries(now).map(([name, value]) => [name, JSON.stringify(value)]));
    const before = this.#told.get(id);
    this.#told.set(id, texts);
    const changed = Object.entries(now).filter(([name]) => before?.get(name) !== texts.get(name));
    const gone = [...(before?.keys() ?? [])].filter((name) => !texts.has(name));
    if (changed.length === 0 && gone.length === 0) return undefined;
    return { id, ...Object.fromEntries(changed), ...(gone.length > 0 && { gone }) };
  }

  forget(id: string): void {
    this.#told.delete(id);
  }

  clear(): void {
    this.#told.clear();
  }
}
