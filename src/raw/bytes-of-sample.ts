import type { LogSpan } from '../model/sample.ts';
import type { Packet } from '../packet/decoder.ts';
import { readLog } from '../packet/log-reader.ts';
import { readSpan } from '../packet/read-span.ts';

/** What a sample was decoded from. */
export interface BytesOfSample {
  readonly bytes: Uint8Array;
  /** The packets that brought them, with those that stand between. */
  readonly packets: readonly Packet[];
}

/** The bytes of a sample in the log of its link; a `ParameterError` where they are not there, or not here any more. */
export async function bytesOfSample(dir: string, span: LogSpan, signal?: AbortSignal): Promise<BytesOfSample> {
  const options = signal === undefined ? {} : { signal };
  const bytes = await readSpan(dir, span, options);
  const packets: Packet[] = [];
  let missing = bytes.length;
  for await (const batch of readLog(dir, { ...options, from: span })) {
    for (const { packet } of batch) {
      packets.push(packet);
      if (packet.type !== 'DATA_FROM_INSTRUMENT') continue;
      const skipped =
        missing === bytes.length ? span.offset - packet.offset - (packet.size - packet.payload.length) : 0;
      missing -= packet.payload.length - skipped;
      if (missing <= 0) return { bytes, packets };
    }
  }
  return { bytes, packets };
}
