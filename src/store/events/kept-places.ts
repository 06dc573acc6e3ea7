import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { Mutex } from '../../kit/mutex.ts';
import { inScope } from '../../kit/scope.ts';
import { eventJson } from '../../model/event.ts';
import { comparePositions } from '../../packet/position.ts';
import { openDuck } from '../duck.ts';
import { closedName, type EventDays, eventDays, linesName } from './event-days.ts';
import { type EventPlaces, type Told, toldBy } from './event-places.ts';
import { closedOf } from './event-relation.ts';

/** For reading closed days, in bytes. */
const MEMORY = 64 << 20;
/** The instruments of a process take turns: at a start all of them want to know. */
const turns = new Mutex();

/** How far in the logs of an instrument what its events tell of them has come. */
export async function keptPlaces(folder: string): Promise<EventPlaces> {
  for (;;) {
    const days = await eventDays(folder);
    try {
      return await placesIn(folder, days);
    } catch (error) {
      // A day was closed, and its lines removed, meanwhile.
      if (isDeepStrictEqual(await eventDays(folder), days)) throw error;
    }
  }
}

/** There is one open day, and a day has few lines: they are read without a database. */
async function placesIn(folder: string, { open: lines, closed }: EventDays): Promise<EventPlaces> {
  const places: EventPlaces = new Map();
  for (const part of lines) await addLines(join(folder, linesName(part)), places);
  const files = closed.map((part) => join(folder, closedName(part)));
  if (files.length > 0) for (const told of await turns.run(() => toldIn(files))) add(told, places);
  return places;
}

const toldJson = eventJson.pick({ type: true, subject: true, time: true, log: true });

async function addLines(path: string, places: EventPlaces): Promise<void> {
  const file = await open(path);
  for await (const line of file.readLines()) {
    // Most tell of no log; one that was not finished tells nothing.
    const { data } = line.includes('"log"') ? toldJson.safeParse(jsonOf(line)) : {};
    if (data !== undefined) add(data, places);
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Of a log that was begun anew, the place that is furthest stays: its events are newer. */
function add(event: Told, places: EventPlaces): void {
  const { log, time } = event;
  if (log === undefined) return;
  const { place = log, newest = time } = places.get(toldBy(event)) ?? {};
  places.set(toldBy(event), {
    place: comparePositions(log, place) > 0 ? log : place,
    newest: time > newest ? time : newest,
  });
}

const row = z
  .object({
    type: z.string(),
    subject: z.string().nullable(),
    link: z.string().nullable(),
    day: z.string(),
    offset: z.bigint(),
    newest: z.bigint(),
  })
  .transform(({ type, subject, link, day, offset, newest: time }): Told => {
    const log = { ...(link !== null && { link }), day, offset: Number(offset) };
    return { type, ...(subject !== null && { subject }), time, log };
  });

/** The furthest of each thing that closed days tell. */
const toldIn = (files: readonly string[]): Promise<readonly Told[]> =>
  inScope(async (use) => {
    const duck = use(await openDuck({ memory: MEMORY, threads: 1 }));
    const connection = use(await duck.connect());
    const reader = await connection.runAndReadAll(
      `SELECT type, subject, log_link AS link, arg_max(log_day, (log_day, log_offset)) AS "day",
        arg_max(log_offset, (log_day, log_offset)) AS "offset", max(epoch_ns(time)) AS newest
        FROM ${closedOf(files)} WHERE log_day IS NOT NULL GROUP BY type, subject, log_link`,
    );
    return reader.getRowObjects().map((one) => row.parse(one));
  });
