import { logDays } from '../../packet/log-days.ts';
import { readLog } from '../../packet/log-reader.ts';
import { comparePositions, type Position } from '../../packet/position.ts';
import { before as bytesBefore } from '../../raw/samples-of-bytes.ts';
import { behind } from './entries.ts';
import { finder, type Hit, placeOf, type Sought } from './finder.ts';

/** So much of a log is searched for one request; */
const MOST = 16 * 1024 * 1024;
/** backwards, in windows of so much. */
const WINDOW = 1024 * 1024;

/** What a search came to: a hit, or where it goes on; neither where the log was at its end. */
export interface Found {
  readonly hit?: Hit;
  readonly next?: Position;
}

/** Looks for the first place at which bytes begin, from a byte of the log on. */
export async function searchForwards(
  dir: string,
  sought: Sought,
  from: Position,
  signal: AbortSignal,
  most = MOST,
): Promise<Found> {
  const { find, undecided } = finder(sought);
  let read = 0;
  for await (const batch of readLog(dir, { from, signal })) {
    for (const logged of batch) {
      const hit = find(logged).find((one) => comparePositions(placeOf(one), from) >= 0);
      if (hit !== undefined) return { hit };
      read += logged.packet.size;
      if (read < most) continue;
      // What is cut in two here is found from where it began; not from so far back that it never comes further.
      const { day, offset } = logged.position;
      return { next: undecided({ day, offset: offset - most / 2 }) ?? behind(logged) };
    }
  }
  return {};
}

/** Looks for the last place at which bytes begin before a byte of the log. */
export async function searchBackwards(
  dir: string,
  sought: Sought,
  place: Position,
  signal: AbortSignal,
  most = MOST,
): Promise<Found> {
  const days = await logDays(dir);
  let end = place;
  for (let read = 0; read < most; read += WINDOW) {
    const start = await bytesBefore(dir, end, days, WINDOW);
    const hit = await lastHit(dir, sought, start, end, place, signal);
    if (hit !== undefined) return { hit };
    if (start.offset === 0 && start.day === days[0]) return {};
    end = start;
  }
  return { next: end };
}

/** The last hit that begins in a window; it may end behind it, and a packet's length further on nothing begins in it any more. */
async function lastHit(
  dir: string,
  sought: Sought,
  from: Position,
  to: Position,
  place: Position,
  signal: AbortSignal,
): Promise<Hit | undefined> {
  const { find } = finder(sought);
  let last: Hit | undefined;
  let beyond = 0;
  for await (const batch of readLog(dir, { from, signal })) {
    for (const logged of batch) {
      for (const hit of find(logged))
        if (comparePositions(placeOf(hit), place) < 0 && comparePositions(hit.position, to) < 0) last = hit;
      if (comparePositions(behind(logged), to) <= 0) continue;
      beyond += logged.packet.payload.length;
      if (beyond >= sought.bytes.length) return last;
    }
  }
  return last;
}
