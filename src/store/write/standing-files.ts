import { parsePart, partName } from '../layout.ts';
import { isSettled, type Placed } from '../settled.ts';
import type { LastPart } from './last-part.ts';

/** What is known of the files of a stream that its hot samples will go to, so that both can be read together. */
export class StandingFiles {
  readonly #look: (day: string) => Promise<LastPart | undefined>;
  /** The last file of a day once it was looked at; nothing where the day has none yet. */
  readonly #days = new Map<string, LastPart | undefined>();
  readonly #looking = new Set<string>();
  readonly #rows = new Map<string, number>();

  constructor(look: (day: string) => Promise<LastPart | undefined>) {
    this.#look = look;
  }

  /** Rows of files that stand before the hot ones, by the file's name. */
  get rows(): ReadonlyMap<string, number> {
    return new Map(this.#rows);
  }

  /** Which rows of a day are in no file; none before its last file was looked at. */
  lacksOf(day: string): (place: Placed) => boolean {
    if (!this.#days.has(day)) {
      this.lookAt(day);
      return () => false;
    }
    const last = this.#days.get(day);
    return (place) => last === undefined || !isSettled(place, last.settled);
  }

  /** Begins to look at a day's last file, where that is not known. */
  lookAt(day: string): void {
    if (this.#days.has(day) || this.#looking.has(day)) return;
    this.#looking.add(day);
    void this.#look(day)
      .then((last) => {
        if (!this.#days.has(day)) this.#stands(day, last);
      })
      // What is wrong with a file is told by who writes it.
      .catch(() => {})
      .finally(() => this.#looking.delete(day));
  }

  /** A file is about to be replaced, of which so many rows stay. */
  replacing(name: string, kept: number): void {
    this.#rows.set(name, kept);
  }

  /** All hot samples went to files: these are the last ones of their days. */
  written(days: ReadonlyMap<string, LastPart | undefined>): void {
    this.#days.clear();
    this.#rows.clear();
    for (const [day, last] of days) this.#stands(day, last);
  }

  #stands(day: string, last: LastPart | undefined): void {
    this.#days.set(day, last);
    for (const name of this.#rows.keys()) if (parsePart(name)?.day === day) this.#rows.delete(name);
    if (last !== undefined) this.#rows.set(partName(last.part), last.rows);
  }
}
