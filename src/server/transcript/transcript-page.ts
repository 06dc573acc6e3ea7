import type { z } from 'zod';
import type { Instrument } from '../../definition/instrument.ts';
import type { Clock } from '../../kit/clock.ts';
import type { transcriptPage } from '../../model/api/data.ts';
import type { LoggedPacket } from '../../packet/log-reader.ts';
import { formatPosition, type Position } from '../../packet/position.ts';
import { logEnds } from './ends.ts';
import { directionOf, toEntry } from './entries.ts';
import { type Hit, type Sought, toHitJson } from './finder.ts';
import type { LogOf } from './log-of.ts';
import { type Page, pageBefore, pageFrom } from './pages.ts';
import { recordsIn } from './records.ts';
import { type Found, searchBackwards, searchForwards } from './search.ts';

/** Which page is wanted: the newest where no place is given. */
export interface PageQuery {
  readonly place?: { readonly how: 'from' | 'before' | 'around'; readonly at: Position };
  /** The page ends before it. */
  readonly to?: Position | undefined;
  readonly limit: number;
  readonly sought?: Sought;
}

export interface PageOptions {
  readonly log: LogOf;
  /** What decodes it; nothing is marked where nobody knows. */
  readonly definition: Instrument | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Answer = z.input<typeof transcriptPage>;

/** Payloads of one page together, in bytes. */
const BYTES = 512 * 1024;

/** A page of what went over a line. */
export async function readPage(query: PageQuery, options: PageOptions): Promise<Answer> {
  const { dir } = options.log;
  const ends = await logEnds(dir);
  if (ends === undefined) return { entries: [] };
  const { place = { how: 'before', at: ends.end } } = query;
  if (query.sought === undefined) return toAnswer(await pageOf(query, place, options), options);
  const isBackwards = place.how === 'before' && query.place !== undefined;
  const from = query.place?.at ?? ends.first;
  const found = isBackwards
    ? await searchBackwards(dir, query.sought, from, options.signal)
    : await searchForwards(dir, query.sought, from, options.signal);
  return found.hit === undefined ? notFound(found, isBackwards) : around(found.hit, query, options);
}

const notFound = ({ next }: Found, isBackwards: boolean): Answer =>
  next === undefined ? { entries: [] } : { entries: [], [isBackwards ? 'previous' : 'next']: formatPosition(next) };

async function around(hit: Hit, query: PageQuery, options: PageOptions): Promise<Answer> {
  const page = await pageOf(query, { how: 'around', at: hit.position }, options);
  return { ...(await toAnswer(page, options)), hit: toHitJson(hit) };
}

async function pageOf(
  { limit, to }: PageQuery,
  { how, at }: NonNullable<PageQuery['place']>,
  { log: { dir }, signal }: PageOptions,
): Promise<Page> {
  const size = { most: limit, bytes: BYTES, signal };
  if (how === 'from') return pageFrom(dir, at, size, to);
  if (how === 'before') return pageBefore(dir, at, size);
  const earlier = await pageBefore(dir, at, { ...size, most: Math.ceil(limit / 4), bytes: BYTES / 4 });
  const later = await pageFrom(dir, at, { ...size, most: limit - Math.ceil(limit / 4) }, to);
  const { previous } = earlier;
  return {
    packets: [...earlier.packets, ...later.packets],
    ...(previous && { previous }),
    ...(later.next && { next: later.next }),
  };
}

async function toAnswer({ packets, previous, next }: Page, options: PageOptions): Promise<Answer> {
  const { definition, log, clock, signal } = options;
  const { id: instrument, dir, link } = log;
  const marks = definition && (await recordsIn(packets, { dir, definition, instrument, link, clock, signal }));
  const entries = packets.flatMap((logged: LoggedPacket) => {
    const direction = directionOf(logged.packet.type);
    if (direction === undefined) return [];
    const entry = toEntry(logged, direction);
    return [{ ...entry, matched: [...(marks?.get(entry.position) ?? [])] }];
  });
  const ends = await logEnds(log.dir);
  const isEnd = (place: Position): boolean => place.day === ends?.end.day && place.offset >= ends.end.offset;
  const isStart = (place: Position): boolean => place.day === ends?.first.day && place.offset === 0;
  return {
    entries,
    ...(previous && !isStart(previous) && { previous: formatPosition(previous) }),
    ...(next && !isEnd(next) && { next: formatPosition(next) }),
  };
}
