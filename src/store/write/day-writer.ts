import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, syncFolder } from '../../kit/files.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { quoted } from '../duck.ts';
import { partName, samplesFolder } from '../layout.ts';
import type { Source } from '../parquet/merge-parquet.ts';
import { placesOf, rowsOf } from '../parquet/pages.ts';
import { writePieces } from '../parquet/write-pieces.ts';
import { formatSettled, isSamePlace, isSettled, type Placed, reachedBy } from '../settled.ts';
import { columnsOfFacts, fits, mergeFacts } from '../stream-facts.ts';
import { type Content, divide } from './day-contents.ts';
import { allOf, countOf, type DayRows, filterDay } from './day-rows.ts';
import { type KeptPart, type LastPart, lastPart } from './last-part.ts';
import { removeAll, replacePart, type StreamFiles } from './replace-part.ts';

/**
 * Adds rows to a day, behind what its files hold; what they hold already is passed over, and provisional rows at their end give way.
 * However it is broken off, each file is the old one or the new one. Says which file is the day's last one then.
 */
export async function appendToDay(
  files: StreamFiles,
  day: string,
  facts: StreamFacts,
  rows: DayRows,
): Promise<LastPart | undefined> {
  let last = await lastPart(files, day);
  let fresh = freshOf(rows, last);
  if (countOf(fresh) === 0) return last;
  await prepareFolder(files, last === undefined);
  if (last !== undefined && last.metadata.provisional > 0) {
    const places = await provisionalPlaces(files, last);
    const comeAgain = places.every((place) => placesOf(allOf(fresh)).some((each) => isSamePlace(each, place)));
    if (!comeAgain || !fits(last.metadata, facts)) {
      await write(files, closed(last, places));
      last = await lastPart(files, day);
      fresh = freshOf(fresh, last);
    }
  }
  let written: LastPart | undefined;
  for (const content of divide(files, day, facts, fresh, last)) {
    await write(files, content);
    const { part, kept, rows, settled } = content;
    written = { part, rows: (kept?.rows ?? 0) + rowsOf(rows.final), settled };
  }
  return written;
}

/** What a file does not hold yet. */
const freshOf = (rows: DayRows, last: KeptPart | undefined): DayRows =>
  last === undefined ? rows : filterDay(rows, (place) => !isSettled(place, last.settled));

/** Where the provisional rows of a file stand in the log. */
async function provisionalPlaces({ connection }: StreamFiles, { path, rows }: KeptPart): Promise<Placed[]> {
  const found = await connection.runAndReadAll(
    `SELECT log_link, log_day, log_offset, log_length, epoch_ns(coalesce(port_time, time))
     FROM read_parquet(${quoted(path)}) WHERE file_row_number >= ${rows}`,
  );
  return found.getRows().map(([link, day, offset, length, arrived]) => ({
    time: BigInt(String(arrived)),
    times: {},
    log: {
      ...(typeof link === 'string' && { link }),
      day: String(day),
      offset: Number(offset),
      length: Number(length),
    },
  }));
}

/** A file whose provisional rows stay as they are: they do not come again, or nothing can be added to it. */
const closed = (last: KeptPart, places: readonly Placed[]): Content => ({
  part: last.part,
  facts: last.metadata,
  kept: { ...last, rows: last.rows + last.metadata.provisional },
  rows: { final: [], provisional: [] },
  settled: reachedBy(last.settled, places),
});

/** Makes the folder, for the first file of a day, and removes what somebody left who was broken off; nobody else works here. */
async function prepareFolder({ own, stream }: StreamFiles, isFirst: boolean): Promise<void> {
  const folder = samplesFolder(own, stream);
  if (isFirst) {
    await makeFolder(folder);
    await Promise.all([dirname(folder), own].map(syncFolder));
  }
  const left = (await readdir(folder)).filter((name) => name.startsWith('.'));
  await removeAll(left.map((name) => join(folder, name)));
}

async function write(files: StreamFiles, { part, facts, kept, rows, settled }: Content): Promise<void> {
  const { connection, own, stream, onStep } = files;
  const name = partName(part);
  const merged = kept ? mergeFacts(kept.metadata, facts) : facts;
  let pieces: string[] = [];
  try {
    await onStep?.('begun', name);
    const prefix = join(samplesFolder(own, stream), `.${name}.piece`);
    const columns = columnsOfFacts(facts);
    // Those that are provisional have a piece of their own, and in the file a group of rows, which gives way without the others.
    pieces = await writePieces(connection, prefix, columns, rows.final);
    pieces.push(...(await writePieces(connection, `${prefix}.provisional`, columns, rows.provisional)));
    await onStep?.('pieces', name);
    const sources: Source[] = pieces.map((path) => ({ path }));
    await replacePart(files, part, kept ? [{ path: kept.path, to: kept.rows }, ...sources] : sources, {
      version: 1,
      ...merged,
      provisional: rowsOf(rows.provisional),
      settled: formatSettled(settled),
    });
  } finally {
    await removeAll(pieces);
  }
}
