import type { Instrument } from '../definition/instrument.ts';
import type { Stream } from '../definition/stream.ts';
import { DefinitionError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import type { Values } from '../model/sample.ts';
import type { Random } from './random.ts';
import { writeRecord } from './record.ts';
import { type ValueSource, valueSource } from './value-source.ts';

/** What a record depends on: the present parameters, ms since the simulator began, and the instrument's time. */
export interface Moment {
  readonly parameters: Values;
  readonly elapsed: number;
  readonly time: Nanos;
}

/** A stream with its example record and where the values for the next ones come from. */
interface Source {
  readonly shape: Stream;
  readonly example: string | Uint8Array;
  readonly values: readonly (readonly [field: string, next: ValueSource])[];
  /** Fields that are there only while a parameter is on. */
  readonly optional: readonly (readonly [field: string, parameter: string])[];
}

function sourcesOf({ kind, samples, simulation }: Instrument, random: Random): ReadonlyMap<string, Source> {
  const { records, values, optional = {}, streams, heads = [] } = simulation;
  const missing = [...Object.keys(streams), ...heads].filter((stream) => !(stream in records));
  if (missing.length > 0) throw new DefinitionError(`${kind}: simulation.records has no ${missing.join(', ')}`);
  return new Map(
    Object.entries(records).map(([stream, example]) => {
      const shape = samples[stream];
      if (shape === undefined) throw new DefinitionError(`${kind}: simulation.records: there is no stream '${stream}'`);
      writeRecord(shape, example, {});
      const next = Object.entries(values[stream] ?? {}).map(
        ([field, value]) => [field, valueSource(value, random)] as const,
      );
      return [stream, { shape, example, values: next, optional: Object.entries(optional[stream] ?? {}) }];
    }),
  );
}

/** Makes the records of all streams, each with the next of its values. @throws DefinitionError for an example that is none. */
export function recordSource(definition: Instrument, random: Random) {
  const sources = sourcesOf(definition, random);
  return {
    has: (stream: string): boolean => sources.has(stream),
    next(stream: string, { parameters, elapsed, time }: Moment): Uint8Array {
      const source = sources.get(stream)!;
      const values = Object.fromEntries(source.values.map(([field, next]) => [field, next(elapsed, time)]));
      const off = source.optional.filter(([, parameter]) => !parameters[parameter]).map(([field]) => field);
      return writeRecord(source.shape, source.example, values, new Set(off));
    },
  };
}

export type RecordSource = ReturnType<typeof recordSource>;
