import { toMillis } from '../kit/time.ts';
import type { TimedChunk } from '../link/open-options.ts';
import { filePackets } from '../packet/file-packets.ts';
import { openLogFile } from '../packet/open-day.ts';

/** What the instrument sent, from a day's file of a log, with the times between. */
export async function* readRecording(path: string): AsyncGenerator<TimedChunk> {
  const source = await openLogFile(path);
  try {
    let last: bigint | undefined;
    for await (const packets of filePackets(source)) {
      for (const { type, time, payload } of packets) {
        if (type !== 'DATA_FROM_INSTRUMENT') continue;
        yield { after: last === undefined ? 0 : Math.max(0, toMillis(time - last)), bytes: payload };
        last = time;
      }
    }
  } finally {
    await source.close();
  }
}
