import { withFile } from '../kit/files.ts';
import type { Nanos } from '../kit/time.ts';
import { filePackets } from './file-packets.ts';
import type { Generation } from './types.ts';

/** A stretch of a file that belongs to no packet. */
export interface Damage {
  readonly offset: number;
  readonly bytes: number;
}

export interface LogReport {
  readonly packets: number;
  /** Size of the file. */
  readonly bytes: number;
  /** What stands before or between packets and is none. */
  readonly damaged: readonly Damage[];
  /** Bytes behind the last whole packet. */
  readonly tornTail: number;
  /** Times of the first and the last packet. */
  readonly first: Nanos | undefined;
  readonly last: Nanos | undefined;
}

/** Reads a log's file from end to end and says what is in it and what is damaged. */
export const verifyLog = (path: string, generation?: Generation): Promise<LogReport> =>
  withFile(path, 'r', async (file) => {
    const { size: bytes } = await file.stat();
    const damaged: Damage[] = [];
    let packets = 0;
    let end = 0;
    let first: Nanos | undefined;
    let last: Nanos | undefined;
    for await (const batch of filePackets(file, { generation, to: bytes })) {
      for (const { offset, size, time } of batch) {
        if (offset > end) damaged.push({ offset: end, bytes: offset - end });
        end = offset + size;
        first ??= time;
        last = time;
      }
      packets += batch.length;
    }
    return { packets, bytes, damaged, tornTail: bytes - end, first, last };
  });
