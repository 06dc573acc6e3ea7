import { unitConversion } from '../kit/units.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import { NAME, type Names, unknown } from './check-names.ts';
import { joinProblems } from './check-stream.ts';
import { coefficientsOf } from './coefficients.ts';
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

/** Those with a default may be known to the configuration alone. */
function coefficientProblems({ coefficients = [] }: Way, definition: Instrument): string[] {
  const { calibration, samples } = definition;
  if (calibration === undefined || samples[calibration.stream] === undefined) return [];
  const shown = streamMetadata(definition, calibration.stream).fields;
  return coefficients
    .filter((name) => !isNumeric(shown[name]))
    .map((name) => `needs coefficient '${name}', which is no number that '${calibration.stream}' shows`);
}

/** What is wrong with the values that a stream derives. */
export function derivedProblems(definition: Instrument, name: string): string[] {
  const stream = definition.samples[name]!;
  const { derives = {}, fields: own, joins = {} } = stream;
  if (joinProblems(stream, definition.samples).length > 0) return [];
  const bare = { ...definition.samples, [name]: { ...stream, derives: {} } };
  const known: Record<string, FieldMetadata> = { ...streamMetadata({ samples: bare }, name).fields };
  const all = streamMetadata(definition, name).fields;
  return Object.entries(derives).flatMap(([field, { ways }]) => {
    const problems = [
      ...(NAME.test(field) ? [] : ['is not snake_case']),
      ...(field in own || field in joins ? ['is one of its own fields or joins'] : []),
      ...(ways.length > 0 ? [] : ['needs a way to compute it']),
      ...ways.flatMap((way) => way.from.flatMap((input) => inputProblems(input, known))),
      ...ways.flatMap((way) => coefficientProblems(way, definition)),
    ];
    known[field] ??= all[field]!;
    return problems.map((problem) => `derived ${field} ${problem}`);
  });
}

/** What is wrong with where the coefficients are said to stand. */
export const calibrationProblems = ({ calibration, samples }: Instrument, { streams }: Names): string[] =>
  calibration === undefined
    ? []
    : [
        ...unknown('stream', calibration.stream, streams),
        ...(coefficientsOf({ samples }).size > 0 ? [] : ['shows coefficients that no derived value needs']),
      ];
