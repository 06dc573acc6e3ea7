import type { Derived, Place, Way } from '../definition/derived.ts';
import type { Instrument } from '../definition/instrument.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { unitConversion } from '../kit/units.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import type { Sample, Value, Values } from '../model/sample.ts';
import type { Calibration, Coefficients } from './calibration.ts';
import type { Calibrations } from './calibrations.ts';

/** Computes one value from those of a record. */
interface Step {
  readonly name: string;
  compute(values: Values): number | null;
}

/** The derived values of a stream, under one calibration. */
interface Plan {
  readonly steps: readonly Step[];
  /** It made use of the calibration. */
  readonly isCalibrated: boolean;
}

const same = (value: number): number => value;

function stepOf(
  name: string,
  { from, compile, defaults }: Way,
  place: Place,
  coefficients: Coefficients,
  fields: Readonly<Record<string, FieldMetadata>>,
): Step {
  const inputs = from.map(({ field, unit }) => ({
    field,
    // Total: the definition was checked.
    convert: unit === undefined ? same : unitConversion(fields[field]?.unit ?? '1', unit)!,
  }));
  const run = compile({ place, coefficients: { ...defaults, ...coefficients } });
  return {
    name,
    compute(values) {
      const numbers: number[] = [];
      for (const { field, convert } of inputs) {
        const value = values[field];
        if (typeof value !== 'number') return null;
        numbers.push(convert(value));
      }
      try {
        const result = run(...numbers);
        return Number.isFinite(result) ? result : null;
      } catch {
        // As a field that cannot be read: it costs its own value, and no sample.
        return null;
      }
    },
  };
}

const NOWHERE: Place = { latitude: Number.NaN, longitude: Number.NaN };

function planOf(
  definition: Pick<Instrument, 'samples'>,
  stream: string,
  place: Place | undefined,
  coefficients: Coefficients,
): Plan {
  const { fields } = streamMetadata(definition, stream);
  const isPossible = (way: Way): boolean =>
    (way.needsPlace !== true || place !== undefined) &&
    (way.coefficients ?? []).every((name) => coefficients[name] !== undefined);
  const chosen = Object.entries(definition.samples[stream]!.derives ?? {}).map(
    ([name, { ways }]: [string, Derived]) => [name, ways.find(isPossible)] as const,
  );
  return {
    steps: chosen.map(([name, way]) =>
      way === undefined ? { name, compute: () => null } : stepOf(name, way, place ?? NOWHERE, coefficients, fields),
    ),
    isCalibrated: chosen.some(([, way]) => (way?.coefficients ?? []).length > 0),
  };
}

/** Adds to a sample what its stream derives. A sample of a stream that derives nothing stays as it is. */
export type Derive = (sample: Sample) => Sample;

/** A function that derives the values of a definition's samples; it `learn`s the coefficients that samples show. */
export function derivation(
  definition: Pick<Instrument, 'samples' | 'calibration'>,
  { place, calibrations }: { readonly place?: Place | undefined; readonly calibrations: Calibrations },
): Derive {
  const deriving = Object.keys(definition.samples).filter(
    (name) => Object.keys(definition.samples[name]?.derives ?? {}).length > 0,
  );
  /** By stream, and then by the name of the calibration. */
  const plans = new Map(deriving.map((stream) => [stream, new Map<string, Plan>()]));
  const planFor = (stream: string, known: Map<string, Plan>, calibration: Calibration | undefined): Plan => {
    const name = calibration?.name ?? '';
    const plan = known.get(name) ?? planOf(definition, stream, place, calibration?.coefficients ?? {});
    known.set(name, plan);
    return plan;
  };
  return (sample) => {
    calibrations.learn(sample);
    const known = plans.get(sample.stream);
    if (known === undefined) return sample;
    const calibration = calibrations.at(sample.time);
    const { steps, isCalibrated } = planFor(sample.stream, known, calibration);
    const values: Record<string, Value> = { ...sample.values };
    for (const { name, compute } of steps) values[name] = compute(values);
    return { ...sample, values, ...(isCalibrated && calibration && { calibration: calibration.name }) };
  };
}
