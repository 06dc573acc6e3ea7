import type { FileHandle } from 'node:fs/promises';
import { withFile } from '../kit/files.ts';
import { fileSource } from './byte-source.ts';
import { MAX_PACKET } from './codec.ts';
import { filePackets } from './file-packets.ts';

/** What was found behind the last whole packet of a file. */
export interface Repair {
  readonly path: string;
  /** Bytes of a torn packet, cut off. */
  readonly cutBytes: number;
  /** Bytes that are more than a torn packet can be: left where they are, for people to look at; readers pass over them. */
  readonly foreignBytes: number;
}

/** Far more than a packet, so that reading from here has long found the true packets when it comes to the last one. */
const WINDOW = 16 * MAX_PACKET;

/** A packet that is torn may contain others, but none later than itself: where there is one, the file was damaged, not torn. */
async function endOfLastPacket(file: FileHandle, size: number): Promise<number> {
  for (const from of [Math.max(0, size - WINDOW), 0]) {
    let end = 0;
    for await (const packets of filePackets(fileSource(file), { from, growing: true, patience: 0 })) {
      const last = packets.at(-1)!;
      end = last.offset + last.size;
    }
    if (end > 0) return end;
  }
  return 0;
}

/** Cuts a log's file behind its last whole packet, as it may end anywhere after a crash; `undefined` when nothing was wrong. */
export const repairTail = (path: string): Promise<Repair | undefined> =>
  withFile(path, 'r+', async (file) => {
    const { size } = await file.stat();
    const tail = size - (await endOfLastPacket(file, size));
    if (tail === 0) return undefined;
    if (tail > MAX_PACKET) return { path, cutBytes: 0, foreignBytes: tail };
    await file.truncate(size - tail);
    await file.sync();
    return { path, cutBytes: tail, foreignBytes: 0 };
  });
