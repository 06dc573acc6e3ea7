import { ParameterError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import type { ByteSource } from './byte-source.ts';
import { DamagedLogError } from './compressed-source.ts';
import type { Packet } from './decoder.ts';
import { filePackets } from './file-packets.ts';
import { startOfPacket } from './find-packet.ts';
import { demandPresent } from './gone-days.ts';
import { isHere, knownDays } from './log-days.ts';
import { openDay } from './open-day.ts';
import { formatPosition, type Position } from './position.ts';
import type { Generation } from './types.ts';

/** A packet, and where in the log its first byte stands. */
export interface LoggedPacket {
  readonly packet: Packet;
  readonly position: Position;
}

export interface ReadLogOptions {
  /** Begins with the packet that this byte belongs to; at the oldest unless given. */
  readonly from?: Position | undefined;
  /** Ends before this place, or leaves out what is dated at this time or later; at the end unless given. */
  readonly to?: Position | Nanos | undefined;
  readonly generation?: Generation | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is told of what cannot be read of a compressed day, which is then passed over; without it the reading ends there with that error. */
  readonly onLost?: ((lost: DamagedLogError) => void) | undefined;
}

/**
 * Reads a log in batches, across days, compressed or not, past damaged packets and days on which nothing was logged. Rejects with a
 * `ParameterError` when `from` lies past the end of its day; an `ArchivedLogError` where days are not here any more. What is appended while it reads may or may not be among it: give the writer's `end` as `to` to be exact.
 */
export async function* readLog(dir: string, options: ReadLogOptions = {}): AsyncGenerator<readonly LoggedPacket[]> {
  const { from, to, signal } = options;
  const until = typeof to === 'object' ? to : undefined;
  const known = await knownDays(dir);
  const days = known.filter(isHere).map(({ day }) => day);
  const begin = from ?? (days[0] === undefined ? undefined : { day: days[0], offset: 0 });
  if (begin !== undefined) await demandPresent(dir, known, begin, until);
  if (from !== undefined && from.offset > 0 && !known.some(({ day }) => day === from.day)) {
    throw new ParameterError(
      `position ${formatPosition(from)}: the log has no file of that day (${describeDays(days)})`,
    );
  }
  for (const day of days) {
    if ((from !== undefined && day < from.day) || (until !== undefined && day > until.day)) continue;
    const bounds = {
      from: day === from?.day ? from.offset : 0,
      ...(day === until?.day && { to: until.offset }),
      generation: options.generation,
      onLost: options.onLost,
      growing: day === days.at(-1),
    };
    for await (const packets of dayPackets(dir, day, bounds)) {
      signal?.throwIfAborted();
      const wanted = typeof to === 'bigint' ? packets.filter((packet) => packet.time < to) : packets;
      if (wanted.length > 0) yield wanted.map((packet) => ({ packet, position: { day, offset: packet.offset } }));
    }
  }
}

interface Bounds {
  readonly from: number;
  readonly to?: number;
  readonly generation: Generation | undefined;
  readonly growing: boolean;
  readonly onLost: ReadLogOptions['onLost'];
}

async function* dayPackets(dir: string, day: string, bounds: Bounds): AsyncGenerator<Packet[]> {
  const source = await openDay(dir, day);
  try {
    const { size } = source;
    if (bounds.from > size) {
      throw new ParameterError(
        `position ${formatPosition({ day, offset: bounds.from })} lies past the end of the log of that day, ${formatPosition({ day, offset: size })}`,
      );
    }
    yield* filePackets(source, { ...bounds, from: await beginning(source, bounds) });
  } finally {
    await source.close();
  }
}

/** Where the packet begins that the first byte belongs to; that byte where it cannot be found out, as what stands around it is lost. */
async function beginning(source: ByteSource, { from, onLost }: Bounds): Promise<number> {
  if (from === 0 || from === source.size) return from;
  try {
    return await startOfPacket(source, from);
  } catch (error) {
    if (onLost === undefined || !(error instanceof DamagedLogError)) throw error;
    return from;
  }
}

const describeDays = (days: readonly string[]): string =>
  days.length === 0 ? 'it is empty' : `it reaches from ${days[0]} to ${days.at(-1)}`;
