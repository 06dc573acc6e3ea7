import type { ReceivedPacket } from './connection.ts';

/** What is taken at once is no longer, in bytes: some ms at most, in which nothing else has its turn. */
const LONGEST = 4096;

/** The same packets, a few at a time; a long one of the instrument's bytes in pieces, each with its own place in the log. */
export function* piecesOf(packets: readonly ReceivedPacket[]): Generator<readonly ReceivedPacket[], void> {
  let few: ReceivedPacket[] = [];
  let length = 0;
  for (const one of packets.flatMap(cut)) {
    const { length: more } = one.packet.payload;
    if (few.length > 0 && length + more > LONGEST) {
      yield few;
      few = [];
      length = 0;
    }
    few.push(one);
    length += more;
  }
  if (few.length > 0) yield few;
}

function cut(received: ReceivedPacket): readonly ReceivedPacket[] {
  const { packet, position } = received;
  const { payload, type } = packet;
  if (type !== 'DATA_FROM_INSTRUMENT' || payload.length <= LONGEST) return [received];
  return Array.from({ length: Math.ceil(payload.length / LONGEST) }, (_, i) => {
    const from = i * LONGEST;
    return {
      ...received,
      packet: { type, time: packet.time, payload: payload.subarray(from, from + LONGEST) },
      ...(position && { position: { day: position.day, offset: position.offset + from } }),
    };
  });
}
