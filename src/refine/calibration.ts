import { createHash } from 'node:crypto';

export type Coefficients = Readonly<Record<string, number>>;

/** The coefficients that derived values were made with. */
export interface Calibration {
  /** The day of the calibration, where it is known, and a digest of the coefficients: the same for the same set, for ever. */
  readonly name: string;
  /** `2026-03-01` */
  readonly date?: string;
  /** Where the coefficients come from, for people. */
  readonly source: string;
  readonly coefficients: Coefficients;
}

/** A set that the instrument itself showed. */
export interface ShownCalibration {
  /** When it was first shown, as ISO-8601. */
  readonly since: string;
  readonly date?: string;
  readonly coefficients: Coefficients;
}

/** A set that somebody gives. It holds for samples from its day on, or for all of them. */
export interface GivenCalibration {
  /** `2026-03-01` */
  readonly date?: string;
  /** Where it stands, for people. */
  readonly source: string;
  readonly coefficients: Coefficients;
}

/** The source of a set in which nothing was given. */
export const SHOWN = 'shown by the instrument';

/** Whether coefficients come, all or some of them, from somebody else than the instrument. */
export const isGiven = ({ source }: Pick<Calibration, 'source'>): boolean => source !== SHOWN;

const sorted = (coefficients: Coefficients): readonly (readonly [string, number])[] =>
  Object.entries(coefficients).sort(([a], [b]) => (a < b ? -1 : 1));

export const isSameSet = (a: Coefficients, b: Coefficients): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const DIGITS = 8;

/** A calibration with its name. */
export function calibration(set: Omit<Calibration, 'name'>): Calibration {
  const digest = createHash('sha256')
    .update(JSON.stringify(sorted(set.coefficients)))
    .digest('hex')
    .slice(0, DIGITS);
  return { name: set.date === undefined ? digest : `${set.date}-${digest}`, ...set };
}
