import { coefficientsOf } from '../definition/coefficients.ts';
import type { CalibrationSource } from '../definition/derived.ts';
import type { Instrument } from '../definition/instrument.ts';
import { fromIso, type Nanos, toIso } from '../kit/time.ts';
import type { Sample, Values } from '../model/sample.ts';
import {
  type Calibration,
  type Coefficients,
  calibration,
  type GivenCalibration,
  isSameSet,
  SHOWN,
  type ShownCalibration,
} from './calibration.ts';

/** What holds from a time on, up to the next. */
interface Period {
  readonly from: Nanos;
  readonly calibration: Calibration;
}

/** Which calibration holds when: what the instrument showed, and over it what the configuration gives. */
export class Calibrations {
  readonly #names: ReadonlySet<string>;
  readonly #source: Instrument['calibration'];
  readonly #given: readonly GivenCalibration[];
  readonly #shown: ShownCalibration[];
  #periods: readonly Period[];
  #known: Readonly<Record<string, Calibration>>;

  constructor(
    definition: Pick<Instrument, 'samples' | 'calibration'>,
    known: { readonly given?: readonly GivenCalibration[]; readonly shown?: readonly ShownCalibration[] } = {},
  ) {
    this.#names = coefficientsOf(definition);
    this.#source = definition.calibration;
    this.#given = [...(known.given ?? [])].sort((a, b) => compare(beginOf(a), beginOf(b)));
    this.#shown = [...(known.shown ?? [])].sort(bySince);
    this.#periods = this.#order();
    this.#known = byName(this.#periods);
  }

  /** Every set that the instrument has shown, oldest first. */
  get shown(): readonly ShownCalibration[] {
    return [...this.#shown];
  }

  /** Every calibration that can hold, by its name. */
  get byName(): Readonly<Record<string, Calibration>> {
    return this.#known;
  }

  /** The one that holds at a time: before the first that was ever known, that one. */
  at(time: Nanos): Calibration | undefined {
    // As with most instruments: every sample asks.
    if (this.#periods.length < 2) return this.#periods[0]?.calibration;
    const after = this.#periods.findIndex(({ from }) => from > time);
    const index = after < 0 ? this.#periods.length - 1 : Math.max(0, after - 1);
    return this.#periods[index]?.calibration;
  }

  /** Looks whether a sample shows coefficients; true where they are new. */
  learn({ stream, quality, values, time }: Sample): boolean {
    if (stream !== this.#source?.stream || quality === 'checksum_failed') return false;
    const read: Coefficients = Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, number] => {
        const [name, value] = entry;
        return this.#names.has(name) && Number.isFinite(value);
      }),
    );
    const before = this.#shown.findLast(({ since }) => fromIso(since) <= time);
    if (Object.keys(read).length === 0) return false;
    // What could not be read of a record is what it was.
    const coefficients = quality === 'invalid' ? { ...before?.coefficients, ...read } : read;
    if (before !== undefined && isSameSet(before.coefficients, coefficients)) return false;
    const date = dateOf(this.#source, values);
    this.#shown.push({ since: toIso(time), ...(date !== undefined && { date }), coefficients });
    this.#shown.sort(bySince);
    this.#periods = this.#order();
    this.#known = { ...this.#known, ...byName(this.#periods) };
    return true;
  }

  #order(): readonly Period[] {
    const times = [...this.#shown.map(({ since }) => fromIso(since)), ...this.#given.map(beginOf)].sort(compare);
    return times.map((from) => ({ from, calibration: this.#madeOf(from) }));
  }

  /** What the instrument shows is overlaid by what was given up to then, coefficient by coefficient. */
  #madeOf(time: Nanos): Calibration {
    const given = this.#given.filter((one) => beginOf(one) <= time);
    const shown = this.#shown.findLast(({ since }) => fromIso(since) <= time) ?? this.#shown[0];
    const date = given.at(-1)?.date ?? shown?.date;
    return calibration({
      ...(date !== undefined && { date }),
      source: [...(shown ? [SHOWN] : []), ...given.map(({ source }) => source)].join(', then '),
      coefficients: Object.fromEntries(
        [...(shown ? [shown] : []), ...given].flatMap((set) => Object.entries(set.coefficients)),
      ),
    });
  }
}

/** A record whose day cannot be read shows its coefficients all the same. */
function dateOf(source: CalibrationSource, values: Values): string | undefined {
  try {
    return source.date?.(values);
  } catch {
    return undefined;
  }
}

const compare = (a: Nanos, b: Nanos): number => (a < b ? -1 : a > b ? 1 : 0);
const beginOf = ({ date }: GivenCalibration): Nanos => (date === undefined ? 0n : fromIso(date));
const bySince = (a: ShownCalibration, b: ShownCalibration): number => compare(fromIso(a.since), fromIso(b.since));

const byName = (periods: readonly Period[]): Readonly<Record<string, Calibration>> =>
  Object.fromEntries(periods.map(({ calibration: one }) => [one.name, one]));
