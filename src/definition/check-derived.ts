import { unitConversion } from '../kit/units.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import { NAME, type Names, unknown } from './check-names.ts';
import { joinProblems } from './check-stream.ts';
import type { Input, Way } from './derived.ts';
import type { Instrument } from './instrument.ts';
import { streamMetadata } from './stream-metadata.ts';

type Fields = Readonly<Record<string, FieldMetadata>>;

const isNumeric = (field: FieldMetadata | undefined): boolean => field?.type === 'number' || field?.type === 'integer';

function inputProblems({ field: name, unit }: Input, known: Fields): string[] {
  const field = known[name];
  if (field === undefined) {
    return [`is made of '${name}', which is no field before it; there are: ${Object.keys(known).join(', ')}`];
  }
  if (!isNumeric(field)) return [`is made of '${name}', which is no number (${field.type})`];
  if (unit === undefined || unitConversion(field.unit ?? '1', unit)) return [];
  return [`wants '${name}' in '${unit}', but its unit is ${field.unit === undefined ? 'not said' : `'${field.unit}'`}`];
}

function coefficientProblems({ coefficients = [], defaults = {} }: Way, definition: Instrument): string[] {
  const { calibration, samples } = definition;
  if (calibration === undefined || samples[calibration.stream] === undefined) return [];
  const shown = streamMetadata(definition, calibration.stream).fields;
  return [...coefficients, ...Object.keys(defaults)]
    .filter((name) => !isNumeric(shown[name]))
    .map((name) => `needs coefficient '${name}', which is no number that '${calibration.stream}' shows`);
}

/** What is wrong with the values that a stream derives. */
export function derivedProblems(definition: Instrument, name: string): string[] {
  const stream = definition.samples[name]!;
  const { derives = {}, fields: own, joins = {} } = stream;
  if (joinProblems(stream, definition.samples).length > 0) return [];
  const all = streamMetadata(definition, name).fields;
  const taken = new Set([...Object.keys(own), ...Object.keys(joins)]);
  const known: Record<string, FieldMetadata> = Object.fromEntries(
    Object.entries(all).filter(([field]) => taken.has(field)),
  );
  return Object.entries(derives).flatMap(([field, { ways }]) => {
    const problems = [
      ...(NAME.test(field) ? [] : ['is not snake_case']),
      ...(taken.has(field) ? ['is one of its own fields or joins'] : []),
      ...(ways.length > 0 ? [] : ['needs a way to compute it']),
      ...ways.flatMap((way) => way.from.flatMap((input) => inputProblems(input, known))),
      ...ways.flatMap((way) => coefficientProblems(way, definition)),
    ];
    known[field] = all[field]!;
    return problems.map((problem) => `derived ${field} ${problem}`);
  });
}

/** What is wrong with where the coefficients are said to stand. */
export function calibrationProblems({ calibration, samples }: Instrument, { streams }: Names): string[] {
  if (calibration === undefined) return [];
  const needed = Object.values(samples).flatMap(({ derives = {} }) =>
    Object.values(derives).flatMap(({ ways }) => ways.flatMap(({ coefficients = [] }) => coefficients)),
  );
  return [
    ...unknown('stream', calibration.stream, streams),
    ...(needed.length > 0 ? [] : ['shows coefficients that no derived value needs']),
  ];
}
