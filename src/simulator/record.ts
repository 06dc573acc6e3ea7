import type { TextField } from '../definition/field.ts';
import type { BlockStream, FrameStream, LineStream, Stream } from '../definition/stream.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { DefinitionError } from '../kit/errors.ts';
import type { Value, Values } from '../model/sample.ts';
import { applyEdits, type Edit, matchWithIndices } from './substitute.ts';

const isScalar = (value: Value): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const written = (field: TextField | undefined, value: Value | undefined, example: string): string | undefined =>
  field !== undefined && value !== undefined && isScalar(value) ? field.write(value, example) : undefined;

interface Place {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function placesOf(pattern: RegExp, line: string): Place[] {
  const match = matchWithIndices(pattern, line);
  if (match === null) throw new DefinitionError(`the example '${line}' does not match ${pattern}`);
  return Object.entries(match.indices?.groups ?? {})
    .flatMap(([name, place]) => (place ? [{ name, start: place[0], end: place[1] }] : []))
    .sort((a, b) => a.start - b.start);
}

/** A part is left out together with what stands between it and the one before. */
function withoutPart(places: readonly Place[], index: number): Edit {
  const { start, end } = places[index]!;
  const before = places[index - 1];
  return before ? { start: before.end, end, text: '' } : { start, end: places[index + 1]?.start ?? end, text: '' };
}

function writeLine(stream: LineStream, example: string, values: Values, without: ReadonlySet<string>): string {
  const line = example.replace(/[\r\n]+$/, '');
  const places = placesOf(stream.pattern, line);
  const edits = places.flatMap(({ name, start, end }, index): Edit[] => {
    if (without.has(name)) return [withoutPart(places, index)];
    const text = written(stream.fields[name], values[name], line.slice(start, end));
    return text === undefined ? [] : [{ start, end, text }];
  });
  return applyEdits(line, edits) + example.slice(line.length);
}

function writeBlock(stream: BlockStream, example: string, values: Values): string {
  const edits = Object.entries(stream.fields).flatMap(([name, { pattern, field }]): Edit[] => {
    const match = matchWithIndices(pattern, example);
    const place = match?.indices?.[match.length > 1 ? 1 : 0];
    if (place === undefined) return [];
    const text = written(field, values[name], example.slice(...place));
    return text === undefined ? [] : [{ start: place[0], end: place[1], text }];
  });
  return applyEdits(example, edits);
}

function writeFrame(stream: FrameStream, example: Uint8Array, values: Values): Uint8Array {
  const bytes = Uint8Array.from(example);
  const view = new DataView(bytes.buffer);
  for (const [name, field] of Object.entries(stream.fields)) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    field.put(view, field.type === 'integer' && typeof value === 'number' ? Math.round(value) : value);
  }
  stream.checksum?.seal(bytes.subarray(0, bytes.length - (stream.trailer?.length ?? 0)));
  return bytes;
}

/**
 * The example record with these values in it, and without these optional parts.
 * @throws DefinitionError when the example is none of the stream.
 */
export function writeRecord(
  stream: Stream,
  example: string | Uint8Array,
  values: Values,
  without: ReadonlySet<string> = new Set(),
): Uint8Array {
  if (stream.kind === 'frame') {
    return writeFrame(stream, typeof example === 'string' ? toBytes(example) : example, values);
  }
  const text = typeof example === 'string' ? example : toText(example);
  return toBytes(stream.kind === 'line' ? writeLine(stream, text, values, without) : writeBlock(stream, text, values));
}
