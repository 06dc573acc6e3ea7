import type { Instrument } from '../definition/instrument.ts';
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

/** Makes the records of all streams, each with the next of its values. */
export function recordSource(definition: Instrument, random: Random) {
  const { records, values, optional = {} } = definition.simulation;
  const sources = new Map(
    Object.keys(records).map((stream): [string, readonly (readonly [string, ValueSource])[]] => [
      stream,
      Object.entries(values[stream] ?? {}).map(([field, value]) => [field, valueSource(value, random)] as const),
    ]),
  );
  return {
    has: (stream: string): boolean => stream in records,
    /** @throws DefinitionError when the definition has no example of such a record. */
    next(stream: string, { parameters, elapsed, time }: Moment): Uint8Array {
      const shape = definition.samples[stream];
      const example = records[stream];
      if (shape === undefined || example === undefined) {
        throw new DefinitionError(`${definition.kind}: simulation.records has no example of '${stream}'`);
      }
      const present = Object.fromEntries(
        (sources.get(stream) ?? []).map(([name, next]) => [name, next(elapsed, time)]),
      );
      const off = Object.entries(optional[stream] ?? {}).filter(([, parameter]) => !parameters[parameter]);
      return writeRecord(shape, example, present, new Set(off.map(([field]) => field)));
    },
  };
}

export type RecordSource = ReturnType<typeof recordSource>;
