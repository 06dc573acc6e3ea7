import {
  type QualityConfig,
  type QualityTests,
  qualityTests,
  SERIES_TESTS,
  STREAM_TESTS,
  type TestName,
  VALUE_TESTS,
} from '../config/quality-schema.ts';
import type { Problem } from '../config/schema-problems.ts';
import type { Instrument } from '../definition/instrument.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { nearest } from '../kit/nearest.ts';
import { isRecord, mapValues } from '../kit/records.ts';
import type { FieldMetadata } from '../model/metadata.ts';

type Fields = Readonly<Record<string, FieldMetadata>>;

interface KnownStream {
  readonly fields: Fields;
  /** Those of the fields that are another stream's. */
  readonly joined: readonly string[];
}

type Streams = Readonly<Record<string, KnownStream>>;

/** A field of a stream, or a stream. */
interface Target {
  readonly stream: string;
  readonly field?: string;
}

/** The tests of one stream. */
export interface StreamQuality {
  readonly fields: Readonly<Record<string, QualityTests>>;
  readonly own: Pick<QualityTests, 'gap' | 'location'>;
}

/** The CF name of a field that says how deep the others of its sample were. */
export const DEPTH = 'depth';

export const isNumeric = ({ type, items = 'number' }: FieldMetadata): boolean =>
  ['number', 'integer'].includes(type === 'list' ? items : type);

const streamsOf = ({ samples }: Pick<Instrument, 'samples'>): Streams =>
  mapValues(samples, ({ joins = {} }, name) => ({
    fields: streamMetadata({ samples }, name).fields,
    joined: Object.keys(joins),
  }));

/** What a name means: all that it can, since only one of them is right. A field is looked for first where it comes from. */
function targetsOf(name: string, streams: Streams): Target[] {
  const [stream = '', field, ...more] = name.split('.');
  if (more.length > 0) return [];
  if (field !== undefined) return streams[stream]?.fields[field] === undefined ? [] : [{ stream, field }];
  if (streams[name] !== undefined) return [{ stream: name }];
  const having = Object.keys(streams).filter((one) => streams[one]?.fields[name] !== undefined);
  const own = having.filter((one) => !streams[one]?.joined.includes(name));
  return (own.length > 0 ? own : having).map((one) => ({ stream: one, field: name }));
}

/** The tests by stream and field. What cannot be resolved is left out: {@link qualityProblems} tells of it. */
export function resolveQuality(
  definition: Pick<Instrument, 'samples'>,
  quality: QualityConfig,
): Readonly<Record<string, StreamQuality>> {
  const streams = streamsOf(definition);
  const resolved: Record<string, { fields: Record<string, QualityTests>; own: QualityTests }> = {};
  for (const [name, tests] of Object.entries(quality)) {
    const [target, ...others] = targetsOf(name, streams);
    if (target === undefined || others.length > 0) continue;
    resolved[target.stream] ??= { fields: {}, own: {} };
    const { fields, own } = resolved[target.stream]!;
    if (target.field === undefined) Object.assign(own, tests);
    else fields[target.field] = { ...fields[target.field], ...tests };
  }
  return resolved;
}

/** What is wrong with the quality tests of an instrument of this kind, beside their form: each with its path from there. */
export function qualityProblems(
  definition: Pick<Instrument, 'samples' | 'kind'>,
  quality: unknown,
  hasDepth: boolean,
): readonly Problem[] {
  if (!isRecord(quality)) return [];
  const streams = streamsOf(definition);
  return Object.entries(quality).flatMap(([name, tests]): Problem[] => {
    if (!isRecord(tests)) return [];
    const targets = targetsOf(name, streams);
    const [target] = targets;
    if (target === undefined) return [{ path: [name], message: unknownName(name, definition.kind, streams) }];
    if (targets.length > 1) {
      const full = targets.map(({ stream, field }) => `${stream}.${field}`);
      return [{ path: [name], message: `is a field of several streams: say ${full.join(' or ')}` }];
    }
    return problemsOf(target, tests, streams[target.stream]!.fields, hasDepth).map(({ path, message }) => ({
      path: [name, ...path],
      message,
    }));
  });
}

function unknownName(name: string, kind: string, streams: Streams): string {
  const known = name.includes('.')
    ? Object.entries(streams).flatMap(([stream, { fields }]) =>
        Object.keys(fields).map((field) => `${stream}.${field}`),
      )
    : [...new Set(Object.entries(streams).flatMap(([stream, { fields }]) => [stream, ...Object.keys(fields)]))];
  return `is no field or stream of ${kind}; ${nearest(name, known)}`;
}

function problemsOf(
  { stream, field }: Target,
  tests: Readonly<Record<string, unknown>>,
  fields: Fields,
  hasDepth: boolean,
): Problem[] {
  const asked = [...VALUE_TESTS, ...SERIES_TESTS, ...STREAM_TESTS].filter((test) => tests[test] !== undefined);
  const parsed = qualityTests.safeParse(tests).data;
  if (field === undefined) {
    return [
      ...asked.flatMap((test) => wrongTest(test, STREAM_TESTS, `is a test of a field, and ${stream} is a stream`)),
      ...locationProblems(parsed?.location, stream, fields),
    ];
  }
  const metadata = fields[field]!;
  const own = asked.flatMap((test) =>
    wrongTest(test, [...VALUE_TESTS, ...SERIES_TESTS], `is a test of a stream: give it to ${stream}`),
  );
  if (!isNumeric(metadata)) return [...own, { path: [], message: `is no number: nothing of it can be tested` }];
  const isDeep = hasDepth || Object.values(fields).some(({ cf }) => cf === DEPTH);
  return [
    ...own,
    ...(metadata.type === 'list'
      ? SERIES_TESTS.filter((test) => asked.includes(test)).map((test) => ({
          path: [test],
          message: `is not made of lists; of these there are ${VALUE_TESTS.join(' and ')}`,
        }))
      : []),
    ...(parsed?.climatology ?? []).flatMap(({ depth }, i): Problem[] =>
      depth === undefined || isDeep
        ? []
        : [
            {
              path: ['climatology', i, 'depth'],
              message: `the depth is not known: ${stream} has no field for it, and the instrument has no position.depth`,
            },
          ],
    ),
  ];
}

const wrongTest = (test: TestName, right: readonly TestName[], message: string): Problem[] =>
  right.includes(test) ? [] : [{ path: [test], message }];

function locationProblems(location: QualityTests['location'], stream: string, fields: Fields): Problem[] {
  if (location === undefined) return [];
  const numeric = Object.keys(fields).filter((name) => fields[name]?.type === 'number');
  return (['latitude', 'longitude'] as const)
    .filter((which) => !numeric.includes(location[which]))
    .map((which) => ({
      path: ['location', which],
      message: `'${location[which]}' is no number of ${stream}; ${nearest(location[which], numeric)}`,
    }));
}
