import type { Clock } from '../kit/clock.ts';
import type { DamagedLogError } from '../packet/compressed-source.ts';
import { readLog } from '../packet/log-reader.ts';
import type { WrittenPacket } from '../packet/log-writer.ts';
import { comparePositions, type Position } from '../packet/position.ts';
import { endOf, type Feed, lastEnd } from './feed.ts';
import { encodeMarker, type Marker } from './markers.ts';

export interface FollowOptions {
  /** The folder of the log. */
  readonly dir: string;
  readonly feed: Feed;
  /** From the beginning of the log unless given; inside a packet means from that packet on. */
  readonly from?: Position | 'end';
  /** The first packet that is not wanted any more stands here or behind. */
  readonly to?: Position;
  /** Go on with what will be written. */
  readonly follow: boolean;
  /** Is told of what cannot be read of a day, and is passed over. */
  readonly onLost?: (lost: DamagedLogError) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const samePlace = (a: Position | undefined, b: Position): boolean => a?.day === b.day && a.offset === b.offset;

/** Puts the markers between the packets that tell a reader where each of them stands. */
function marking(clock: Clock) {
  /** Where the reader believes the next packet to stand. */
  let expected: Position | 'unlogged' | undefined;
  const encode = (marker: Marker): Uint8Array => encodeMarker(marker, clock.now());

  return {
    packets(batch: readonly WrittenPacket[]): Uint8Array[] {
      const pieces: Uint8Array[] = [];
      for (const written of batch) {
        const { packet, position } = written;
        if (position === undefined) {
          if (expected !== 'unlogged') pieces.push(encode('unlogged'));
          expected = 'unlogged';
        } else {
          if (expected === 'unlogged' || !samePlace(expected, position)) pieces.push(encode(position));
          expected = endOf(written);
        }
        pieces.push(packet.bytes);
      }
      return pieces;
    },
    live(at: Position): Uint8Array[] {
      const where = expected === undefined ? [encode(at)] : [];
      expected ??= at;
      return [...where, encode('live')];
    },
    /** The marker without which an answer that holds no packet would not say where it stands. */
    atLeast(at: Position): Uint8Array[] {
      return expected === undefined ? [encode(at)] : [];
    },
  };
}

/**
 * The log from a position on, as packets with markers between them, in pieces of whole packets.
 *
 * Two sources, one seam. All that stands before `feed.end` is in the file, so the file is read up to where `feed.end` stood when
 * the reading began; then the feed is entered at exactly that place, in the same turn of the event loop in which it is asked
 * whether it still remembers it. If it does not, the file is read on. So no packet is missing and none comes twice, whatever the rate;
 * and as nothing is taken from either source before it is wanted, a slow reader costs no memory.
 */
export async function* followLog(options: FollowOptions): AsyncGenerator<Uint8Array[]> {
  const { dir, feed, from, to, follow, onLost, clock, signal } = options;
  const mark = marking(clock);
  const wanted = ({ position }: WrittenPacket): boolean => !(to && position && comparePositions(position, to) >= 0);
  let at = from === 'end' ? feed.end : from;
  let next = from === 'end' ? feed.next : undefined;
  let live = false;

  while (!signal.aborted) {
    if (next === undefined) {
      const end = to && comparePositions(to, feed.end) < 0 ? to : feed.end;
      for await (const batch of readLog(dir, { ...(at && { from: at }), to: end, onLost })) {
        yield mark.packets(batch);
        if (signal.aborted) return;
      }
      at = end;
      if (end === to || !follow) return yield mark.atLeast(at);
      const entered = feed.enter(at);
      if (entered === undefined) continue;
      next = entered.next;
      if (entered.rest.length > 0) yield mark.packets(entered.rest.filter(wanted));
      at = lastEnd(entered.rest) ?? at;
    }
    if (!follow) return yield mark.atLeast(feed.end);
    if (next === feed.next && !live) {
      live = true;
      yield mark.live(feed.end);
    }
    if (to && at && comparePositions(at, to) >= 0) return;
    await feed.arrival(next, signal);
    const batch = feed.take(next);
    if (batch === undefined) next = undefined;
    else if (batch.length > 0) {
      next++;
      at = lastEnd(batch) ?? at;
      yield mark.packets(batch.filter(wanted));
    }
  }
}
