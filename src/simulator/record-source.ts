import type { Instrument } from '../definition/instrument.ts';
import { type FrameStream, type Stream, sharesFrames } from '../definition/stream.ts';
import { toBytes, viewOf } from '../kit/bytes.ts';
import { milliseconds } from '../kit/duration.ts';
import { DefinitionError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import type { Value, Values } from '../model/sample.ts';
import type { Random } from './random.ts';
import { writeRecord } from './record.ts';
import { type ValueSource, valueSource } from './value-source.ts';

/** What a record depends on: the present parameters, ms since the simulator began, and the instrument's time. */
export interface Moment {
  readonly parameters: Values;
  readonly elapsed: number;
  readonly time: Nanos;
}

/** A stream whose values stand in a record, and where they come from. */
interface Part {
  readonly shape: Stream;
  readonly values: readonly (readonly [field: string, next: ValueSource])[];
}

type Example = string | Uint8Array;

/** An example record and what is written into it. */
interface Source {
  readonly example: Example;
  /** One for each stream that is read from it. */
  readonly parts: readonly Part[];
  /** Fields that are there only while a parameter is on. */
  readonly optional: readonly (readonly [field: string, parameter: string])[];
  /** Its values are new only so often, in ms. */
  readonly renewed: number;
}

const frameOf = (example: Example): DataView => viewOf(typeof example === 'string' ? toBytes(example) : example);

const isIn = (example: Example, shape: FrameStream): boolean => shape.when?.(frameOf(example)) ?? true;

const exampleValue = (shape: Stream, field: string, example: Example): Value | undefined =>
  shape.kind === 'frame' ? shape.fields[field]?.get(frameOf(example)) : undefined;

/** Which example the records of a stream are made from: its own, or that of a stream whose frames are also its own. */
export function exampleFor({ samples, simulation }: Instrument, stream: string): string | undefined {
  const shape = samples[stream];
  if (stream in simulation.records) return stream;
  return Object.entries(simulation.records).find(
    ([other, example]) => shape?.kind === 'frame' && sharesFrames(shape, samples[other]) && isIn(example, shape),
  )?.[0];
}

/** The streams that are read from a record of this one: itself, and those that share its frames. */
const readFrom = (samples: Instrument['samples'], stream: string, example: Example): (readonly [string, Stream])[] =>
  Object.entries(samples).filter(
    ([name, shape]) =>
      name === stream || (shape.kind === 'frame' && sharesFrames(shape, samples[stream]) && isIn(example, shape)),
  );

function sourcesOf({ kind, samples, simulation }: Instrument, random: Random): ReadonlyMap<string, Source> {
  const { records, values, optional = {}, streams, heads = [], renews = {} } = simulation;
  const missing = [...Object.keys(streams), ...heads].filter((stream) => !(stream in records));
  if (missing.length > 0) throw new DefinitionError(`${kind}: simulation.records has no ${missing.join(', ')}`);
  return new Map(
    Object.entries(records).map(([stream, example]) => {
      const shape = samples[stream];
      if (shape === undefined) throw new DefinitionError(`${kind}: simulation.records: there is no stream '${stream}'`);
      writeRecord(shape, example, {});
      const parts = readFrom(samples, stream, example).map(([name, part]) => ({
        shape: part,
        values: Object.entries(values[name] ?? {}).map(
          ([field, value]) => [field, valueSource(value, random, exampleValue(part, field, example))] as const,
        ),
      }));
      const renewed = milliseconds(renews[stream] ?? '0 s');
      return [stream, { example, parts, optional: Object.entries(optional[stream] ?? {}), renewed }];
    }),
  );
}

function makeRecord({ example, parts, optional }: Source, { parameters, elapsed, time }: Moment): Uint8Array {
  const off = new Set(optional.filter(([, parameter]) => !parameters[parameter]).map(([field]) => field));
  let record: Example = example;
  for (const { shape, values } of parts) {
    record = writeRecord(
      shape,
      record,
      Object.fromEntries(values.map(([field, next]) => [field, next(elapsed, time)])),
      off,
    );
  }
  return typeof record === 'string' ? toBytes(record) : record;
}

/** Makes the records of all streams, each with the next of its values. @throws DefinitionError for an example that is none. */
export function recordSource(definition: Instrument, random: Random) {
  const sources = sourcesOf(definition, random);
  const made = new Map<string, { readonly bytes: Uint8Array; readonly until: number }>();
  return {
    has: (stream: string): boolean => exampleFor(definition, stream) !== undefined,
    next(stream: string, moment: Moment): Uint8Array {
      const name = exampleFor(definition, stream)!;
      const last = made.get(name);
      if (last !== undefined && moment.elapsed < last.until) return last.bytes;
      const source = sources.get(name)!;
      const bytes = makeRecord(source, moment);
      made.set(name, { bytes, until: moment.elapsed + source.renewed });
      return bytes;
    },
  };
}

export type RecordSource = ReturnType<typeof recordSource>;
