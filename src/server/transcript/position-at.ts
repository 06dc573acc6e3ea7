import { dayOf, type Nanos } from '../../kit/time.ts';
import type { ByteSource } from '../../packet/byte-source.ts';
import { readFully } from '../../packet/byte-source.ts';
import { MAX_PACKET } from '../../packet/codec.ts';
import { type Packet, PacketDecoder } from '../../packet/decoder.ts';
import { filePackets } from '../../packet/file-packets.ts';
import { startOfPacket } from '../../packet/find-packet.ts';
import { logDays } from '../../packet/log-days.ts';
import { withDay } from '../../packet/open-day.ts';
import type { Position } from '../../packet/position.ts';

/** So much of a day is read from its beginning to its end; in more, half after half is left out first. */
const SMALL = 512 * 1024;

/**
 * Where the first packet stands that was logged at a time or later; behind the last one of the day before where there is none. Where a
 * clock was set back it is one of such places.
 */
export async function positionAt(dir: string, time: Nanos): Promise<Position | undefined> {
  const days = await logDays(dir);
  const wanted = dayOf(time);
  const day = days.findLast((one) => one <= wanted);
  if (day === undefined) return days[0] === undefined ? undefined : { day: days[0], offset: 0 };
  return withDay(dir, day, async (source) => {
    const offset = day === wanted ? await offsetAt(source, time) : source.size;
    return { day, offset };
  });
}

async function offsetAt(source: ByteSource, time: Nanos): Promise<number> {
  let [low, high] = [0, source.size];
  while (high - low > SMALL) {
    const middle = Math.floor((low + high) / 2);
    const packet = await packetFrom(source, middle);
    if (packet === undefined || packet.offset >= high || packet.time >= time) high = middle;
    else low = packet.offset;
  }
  for await (const packets of filePackets(source, { from: low })) {
    const found = packets.find((packet) => packet.time >= time);
    if (found !== undefined) return found.offset;
  }
  return source.size;
}

/** The first packet that stands at a place or behind it, not far away. */
async function packetFrom(source: ByteSource, place: number): Promise<Packet | undefined> {
  const start = await startOfPacket(source, place);
  const decoder = new PacketDecoder({ offset: start, patience: Number.POSITIVE_INFINITY });
  const packets = decoder.push(await readFully(source, start, 2 * MAX_PACKET));
  return packets[0] ?? decoder.end()[0];
}
