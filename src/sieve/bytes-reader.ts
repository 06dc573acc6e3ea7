import { bytesRead } from '../definition/bytes-read.ts';
import type { TextField } from '../definition/field.ts';
import type { LineStream } from '../definition/stream.ts';
import { mapValues } from '../kit/records.ts';
import type { Value } from '../model/sample.ts';
import { bytePattern } from './byte-pattern.ts';
import { type Content, compileReader } from './compile-reader.ts';
import type { Line } from './line-text.ts';

/** Reads a record at the beginning of a line from the line's bytes. */
export interface BytesReader {
  /** A pattern that does not stand there stands nowhere in a line without NULs. */
  readonly anchored: boolean;
  /** `undefined` where the pattern does not stand there. */
  read(line: Line): Content | undefined;
}

/** For a pattern whose groups have these names, by their number; `undefined` where it can only be looked for in text. */
export function bytesReader(
  { pattern, fields, deviceTime }: LineStream,
  names: readonly (string | undefined)[],
): BytesReader | undefined {
  const found = bytePattern(pattern);
  if (found === undefined) return undefined;
  const { anchored, places, match } = found;
  const textOf = (bytes: Buffer, group: number): string | undefined => {
    const start = places[2 * group]!;
    return start < 0 ? undefined : bytes.toString('latin1', start, places[2 * group + 1]);
  };

  const readerOf = (field: TextField, group: number): ((bytes: Buffer) => Value) => {
    const readBytes = bytesRead(field);
    if (readBytes === undefined) return (bytes) => field.read(textOf(bytes, group));
    return (bytes) => {
      const start = places[2 * group]!;
      const value = start < 0 ? undefined : readBytes(bytes, start, places[2 * group + 1]!);
      return value ?? field.read(textOf(bytes, group));
    };
  };

  // Text is made only of those groups that the clock's reader asks for.
  let line: Buffer = Buffer.alloc(0);
  const groups = Object.defineProperties(
    {},
    Object.fromEntries(
      names.flatMap((name, i) =>
        name === undefined ? [] : [[name, { get: () => textOf(line, i + 1), enumerable: true }]],
      ),
    ),
  );
  const read = compileReader<Buffer>(
    mapValues(fields, (field, name) => readerOf(field, names.indexOf(name) + 1)),
    deviceTime &&
      ((bytes, _, values) => {
        line = bytes;
        return deviceTime(groups, values);
      }),
  );
  return { anchored, read: ({ bytes, from, to }) => (match(bytes, from, to) ? read(bytes, 0) : undefined) };
}
