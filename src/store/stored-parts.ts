import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ParameterError } from '../kit/errors.ts';
import { namesIn } from '../kit/files.ts';
import { nearest } from '../kit/nearest.ts';
import { compareParts, type DayPart, parsePart, samplesFolder } from './layout.ts';

/** A file of samples as it stands. */
export interface StoredPart extends DayPart {
  readonly name: string;
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** When it was last replaced: nanoseconds since 1970. */
  readonly modified: bigint;
}

/** Files of samples that are in a folder, oldest day first; none where there is no folder. */
export async function partsIn(folder: string): Promise<StoredPart[]> {
  const found = (await namesIn(folder)).flatMap((name) => {
    const part = parsePart(name);
    return part === undefined ? [] : [{ name, path: join(folder, name), ...part }];
  });
  const parts = await Promise.all(
    found.map(async (part) => {
      const { size, mtimeNs } = await stat(part.path, { bigint: true });
      return { ...part, size: Number(size), modified: mtimeNs };
    }),
  );
  return parts.sort(compareParts);
}

/** The streams of an instrument that have files; `own` is its folder. */
export async function streamsIn(own: string): Promise<string[]> {
  const names = await namesIn(join(own, 'samples'));
  const parts = await Promise.all(names.map((stream) => namesIn(samplesFolder(own, stream))));
  return names.filter((_, i) => parts[i]!.some((name) => parsePart(name) !== undefined)).sort();
}

/** The instruments in a data folder that have samples. */
export async function instrumentsIn(data: string): Promise<string[]> {
  const names = await namesIn(data);
  const streams = await Promise.all(names.map((id) => streamsIn(join(data, id))));
  return names.filter((_, i) => streams[i]!.length > 0).sort();
}

/** A `ParameterError` that says what there is, for a name that is not there. */
export function mustBeOneOf(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new ParameterError([{ name, message: `no such ${what}; ${nearest(name, known)}` }]);
}
