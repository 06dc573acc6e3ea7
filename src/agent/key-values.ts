import type { Instrument } from '../definition/instrument.ts';
import { streamedBy } from '../driver/declared/streaming.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import type { RefinedStream } from '../refine/refiner.ts';

/** A field of a stream, as a list names it. */
export interface KeyField {
  readonly stream: string;
  readonly field: string;
  readonly metadata: FieldMetadata;
}

/** A list has room for so many. */
const ROOM = 3;

type Streams = Readonly<Record<string, RefinedStream>>;

/** The fields that a list shows of an instrument: those that are named, else the first that say something about the sea. */
export function keyFields(definition: Instrument, streams: Streams, show: readonly string[] = []): readonly KeyField[] {
  const own = streamedBy(definition);
  const order = [...own, ...Object.keys(streams).filter((stream) => !own.includes(stream))];
  const all = order.flatMap((stream) =>
    Object.entries(streams[stream]?.fields ?? {}).map(([field, metadata]) => ({ stream, field, metadata })),
  );
  if (show.length > 0) return show.flatMap((name) => all.find((one) => isNamed(one, name)) ?? []);
  const numbers = all.filter(
    ({ metadata: { type, cf } }) => (type === 'number' || type === 'integer') && cf !== 'time',
  );
  const [first] = order.filter((stream) => numbers.some((one) => one.stream === stream));
  const candidates = numbers.filter(({ stream }) => stream === first);
  const standard = candidates.filter(({ metadata }) => metadata.cf !== undefined);
  return (standard.length > 0 ? standard : candidates).slice(0, ROOM);
}

const isNamed = ({ stream, field }: KeyField, name: string): boolean => name === field || name === `${stream}.${field}`;

/** Whether there is such a field, as {@link keyFields} wants it named. */
export const fieldNames = (streams: Readonly<Record<string, Pick<RefinedStream, 'fields'>>>): readonly string[] =>
  Object.entries(streams).flatMap(([stream, { fields }]) =>
    Object.keys(fields).flatMap((field) => [field, `${stream}.${field}`]),
  );
