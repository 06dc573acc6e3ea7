import type { FieldInfo } from './field.ts';

/** A value that a {@link Derived} is computed from: a field of the same sample, in this unit. */
export interface Input {
  /** One of the stream's own fields, of those that it joins, or of those derived before. */
  readonly field: string;
  /** The unit that the computation wants; the field's own is converted into it. As it is where nothing is said. */
  readonly unit?: string;
}

/** Where the instrument is. */
export interface Place {
  /** Degrees north. */
  readonly latitude: number;
  /** Degrees east. */
  readonly longitude: number;
}

/** What is known beside the sample. */
export interface Given {
  /** Where the configuration says that the instrument is: there where the computation `needsPlace`. */
  readonly place: Place;
  /** By name: those that the computation needs, and those that have a default. */
  readonly coefficients: Readonly<Record<string, number>>;
}

/** One way to compute a value. */
export interface Way {
  /** What goes into it, in the order of its arguments. A value that is missing makes the result missing. */
  readonly from: readonly Input[];
  /** It depends on where the instrument is. */
  readonly needsPlace?: boolean;
  /** The coefficients that it cannot do without: fields of the stream that is the definition's `calibration`. */
  readonly coefficients?: readonly string[];
  /** Coefficients that have these values where none are known. */
  readonly defaults?: Readonly<Record<string, number>>;
  /** The function of the inputs, made once for a place and a calibration. What is not finite is no value. */
  compile(given: Given): (...inputs: readonly number[]) => number;
}

/** A number that is computed from others of the same sample. */
export interface Derived extends FieldInfo {
  /** The first of them that has its place and its coefficients is taken. */
  readonly ways: readonly Way[];
}

/** By name, in the order in which they are computed. */
export type DerivedFields = Readonly<Record<string, Derived>>;

/** Where the coefficients of derived values stand. */
export interface CalibrationSource<Stream extends string = string> {
  /** The stream whose records show them, each in a field of its name. */
  readonly stream: Stream;
  /** The day on which the instrument was calibrated, `2026-03-01`, as a record shows it. */
  date?(values: Readonly<Record<string, unknown>>): string | undefined;
}

/** A value computed from others: `derived({ unit: 'K' }, [{ field: 'temp', unit: 'degree_Celsius' }], (t) => t + 273.15)`. */
export const derived = (
  info: FieldInfo,
  from: readonly Input[],
  compute: (...inputs: readonly number[]) => number,
): Derived => ({ ...info, ways: [{ from, compile: () => compute }] });

/** A value that coefficients turn raw ones into; `defaults` are those of them that may be missing. */
export const converted = <Needed extends string, Default extends string = never>(
  info: FieldInfo,
  way: {
    readonly from: readonly Input[];
    readonly coefficients: readonly Needed[];
    readonly defaults?: Readonly<Record<Default, number>>;
    compile(coefficients: Readonly<Record<Needed | Default, number>>): (...inputs: readonly number[]) => number;
  },
): Derived => {
  const names = [...way.coefficients, ...Object.keys(way.defaults ?? {})];
  const areAllThere = (known: Given['coefficients']): known is Readonly<Record<Needed | Default, number>> =>
    names.every((name) => name in known);
  const compile = ({ coefficients }: Given) =>
    areAllThere(coefficients) ? way.compile(coefficients) : () => Number.NaN;
  return { ...info, ways: [{ ...way, compile }] };
};

/** The same value computed in several ways: the first whose coefficients are known is taken. */
export const firstOf = (one: Derived, ...others: readonly Derived[]): Derived => ({
  ...one,
  ways: [one, ...others].flatMap(({ ways }) => ways),
});
