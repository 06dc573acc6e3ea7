import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { rollupsFolder } from '../layout.ts';
import { readTexts } from '../read-metadata.ts';
import type { StoredPart } from '../stored-parts.ts';

/** What tells a file from the one that stood there before. */
const source = z.object({ size: z.number(), modified: z.string() });

/** What a file of roll-ups says of itself: from which files of which days it was made. */
const rollupMetadata = z.object({ version: z.literal(1), days: z.record(z.string(), z.record(z.string(), source)) });
export type RollupDays = z.infer<typeof rollupMetadata>['days'];

/** `2026-11` of `2026-11-22`. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** A month's file of roll-ups; `own` is the instrument's folder. */
export const rollupPath = (own: string, stream: string, month: string): string =>
  join(rollupsFolder(own, stream), `${month}.parquet`);

/** The files of a day, as a roll-up remembers them. */
export const sourcesOf = (parts: readonly StoredPart[]): RollupDays[string] =>
  Object.fromEntries(parts.map(({ name, size, modified }) => [name, { size, modified: `${modified}` }]));

/** Whether a day's roll-up was made from the files that are there. */
export function isCurrent(made: RollupDays[string] | undefined, parts: readonly StoredPart[]): boolean {
  if (made === undefined || Object.keys(made).length !== parts.length) return false;
  return parts.every(({ name, size, modified }) => made[name]?.size === size && made[name].modified === `${modified}`);
}

export const rollupText = (days: RollupDays): string =>
  JSON.stringify({ version: 1, days } satisfies z.infer<typeof rollupMetadata>);

/** The days in a file of roll-ups; none where there is no such file, or it cannot be read: then it is made anew. */
export async function readRollupDays(connection: DuckDBConnection, path: string): Promise<RollupDays> {
  try {
    const text = (await readTexts(connection, [path])).get(path);
    return rollupMetadata.parse(JSON.parse(text ?? 'null')).days;
  } catch {
    return {};
  }
}
