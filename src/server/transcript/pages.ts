import { logDays } from '../../packet/log-days.ts';
import { type LoggedPacket, readLog } from '../../packet/log-reader.ts';
import { comparePositions, type Position } from '../../packet/position.ts';
import { before as bytesBefore } from '../../raw/samples-of-bytes.ts';
import { behind, directionOf } from './entries.ts';

/** How much of a log is wanted. */
export interface PageSize {
  /** Packets. */
  readonly most: number;
  /** Bytes in them together. */
  readonly bytes: number;
  readonly signal: AbortSignal;
}

/** Packets of a log that a page shows, and where those before and behind it are. */
export interface Page {
  readonly packets: readonly LoggedPacket[];
  /** Those before this place are of the page before. */
  readonly previous?: Position;
  /** Here begins the page behind. */
  readonly next?: Position;
}

/** Behind a page backwards is read so much at first, and four times as much each time that this was not enough; */
const FIRST = 64 * 1024;
/** at most so much. */
const MOST = 16 * 1024 * 1024;

const isShown = ({ packet }: LoggedPacket): boolean => directionOf(packet.type) !== undefined;

/** The page that begins with the packet at a place; it ends before `to`. */
export async function pageFrom(
  dir: string,
  from: Position,
  { most, bytes, signal }: PageSize,
  to?: Position,
): Promise<Page> {
  const packets: LoggedPacket[] = [];
  let size = 0;
  let next: Position | undefined;
  reading: for await (const batch of readLog(dir, { from, to, signal })) {
    for (const one of batch.filter(isShown)) {
      if (packets.length === most || (packets.length > 0 && size + one.packet.payload.length > bytes)) {
        next = one.position;
        break reading;
      }
      packets.push(one);
      size += one.packet.payload.length;
    }
  }
  const [first] = packets;
  return { packets, previous: first?.position ?? from, ...(next && { next }) };
}

/** The page that ends with the packet before a place. */
export async function pageBefore(dir: string, place: Position, size: PageSize): Promise<Page> {
  const days = await logDays(dir);
  for (let reach = FIRST; ; reach *= 4) {
    const start = await bytesBefore(dir, place, days, reach);
    const isFirst = start.offset === 0 && start.day === days[0];
    const packets = await lastOf(dir, start, place, size);
    const isFull = packets.length === size.most || sizeOf(packets) >= size.bytes;
    // What a place cut in two is seen whole from a place before it.
    if (!isFull && !isFirst && reach < MOST) continue;
    const [first] = packets;
    const previous = first?.position ?? start;
    const last = packets.at(-1);
    return {
      packets,
      ...((!isFirst || comparePositions(previous, start) > 0) && { previous }),
      next: last === undefined ? place : behind(last),
    };
  }
}

const sizeOf = (packets: readonly LoggedPacket[]): number =>
  packets.reduce((all, { packet }) => all + packet.payload.length, 0);

/** The last packets of a stretch, as many as a page may have. */
async function lastOf(
  dir: string,
  from: Position,
  to: Position,
  { most, bytes, signal }: PageSize,
): Promise<LoggedPacket[]> {
  const packets: LoggedPacket[] = [];
  let size = 0;
  for await (const batch of readLog(dir, { from, to, signal })) {
    for (const one of batch.filter(isShown)) {
      packets.push(one);
      size += one.packet.payload.length;
      while (packets.length > most || (packets.length > 1 && size > bytes))
        size -= packets.shift()!.packet.payload.length;
    }
  }
  return packets;
}
