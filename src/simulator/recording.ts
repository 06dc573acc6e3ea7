import { createReadStream } from 'node:fs';
import { ConfigError } from '../kit/errors.ts';
import { type Nanos, toMillis } from '../kit/time.ts';
import type { TimedChunk } from '../link/open-options.ts';
import { type Packet, PacketDecoder } from '../packet/decoder.ts';

/** Reads what an instrument sent from a port agent's log, with its times. @throws ConfigError when the file holds no such thing. */
export async function* readRecording(path: string): AsyncGenerator<TimedChunk> {
  let before: Nanos | undefined;
  for await (const { type, time, payload } of packetsOf(path)) {
    if (type !== 'DATA_FROM_INSTRUMENT' || payload.length === 0) continue;
    yield { after: Math.max(0, toMillis(time - (before ?? time))), bytes: payload };
    before = time;
  }
  if (before === undefined) {
    const message =
      "holds no packets from an instrument, so it has no recorded pace; give so many bytes a second, or 'fast'";
    throw new ConfigError([{ name: 'recording', where: path, message }]);
  }
}

async function* packetsOf(path: string): AsyncGenerator<Packet> {
  const decoder = new PacketDecoder({ patience: Number.POSITIVE_INFINITY });
  for await (const bytes of createReadStream(path)) {
    if (bytes instanceof Uint8Array) yield* decoder.push(bytes);
  }
  yield* decoder.end();
}
