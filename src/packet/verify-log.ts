import { createHash } from 'node:crypto';
import type { Nanos } from '../kit/time.ts';
import type { ByteSource } from './byte-source.ts';
import type { LostStretch } from './compressed-source.ts';
import { digestOf, digestPath, readDigest } from './digest.ts';
import { filePackets } from './file-packets.ts';
import { isCompressed, openLogFile } from './open-day.ts';
import type { Generation } from './types.ts';

/** A stretch of a file that belongs to no packet. */
export interface Damage {
  readonly offset: number;
  readonly bytes: number;
}

export interface LogReport {
  readonly packets: number;
  /** Size of the day as it was logged. */
  readonly bytes: number;
  /** What stands before or between packets and is none. */
  readonly damaged: readonly Damage[];
  /** Frames of a compressed day that cannot be read. */
  readonly lost: readonly LostStretch[];
  /** Bytes behind the last whole packet. */
  readonly tornTail: number;
  /** Times of the first and the last packet. */
  readonly first: Nanos | undefined;
  readonly last: Nanos | undefined;
  /** The files with its digests: those that it agrees with, and those that it does not. */
  readonly digests: { readonly right: readonly string[]; readonly wrong: readonly string[] };
}

/** Whether there is anything wrong. */
export const isWhole = ({ damaged, lost, tornTail, digests }: LogReport): boolean =>
  damaged.length === 0 && lost.length === 0 && tornTail === 0 && digests.wrong.length === 0;

/** Reads a log's file, compressed or not, from end to end and says what is in it and what is damaged. */
export async function verifyLog(path: string, generation?: Generation): Promise<LogReport> {
  const source = await openLogFile(path);
  try {
    const bytes = source.size;
    const hash = createHash('sha256');
    const lost: LostStretch[] = [];
    const damaged: Damage[] = [];
    let packets = 0;
    let end = 0;
    let first: Nanos | undefined;
    let last: Nanos | undefined;
    const options = {
      generation,
      to: bytes,
      onLost: (error: { readonly lost: LostStretch }) => void lost.push(error.lost),
    };
    for await (const batch of filePackets(hashing(source, hash), options)) {
      for (const { offset, size, time } of batch) {
        if (offset > end) damaged.push({ offset: end, bytes: offset - end });
        end = offset + size;
        first ??= time;
        last = time;
      }
      packets += batch.length;
    }
    const digests = await compareDigests(path, hash.digest('hex'));
    return { packets, bytes, damaged, lost, tornTail: bytes - end, first, last, digests };
  } finally {
    await source.close();
  }
}

/** What is read goes through the hash too; each byte is read once. */
const hashing = (source: ByteSource, hash: { update(bytes: Uint8Array): unknown }): ByteSource => ({
  ...source,
  async read(at, most) {
    const bytes = await source.read(at, most);
    hash.update(bytes);
    return bytes;
  },
});

/** The digests that stand beside a file: of itself, and of the bytes that it holds where it is compressed. */
async function compareDigests(path: string, ofBytes: string): Promise<LogReport['digests']> {
  const plain = isCompressed(path) ? path.slice(0, -'.zst'.length) : path;
  const actual = new Map([[plain, ofBytes]]);
  if (plain !== path) actual.set(path, await digestOf(path));
  const right: string[] = [];
  const wrong: string[] = [];
  for (const [file, digest] of actual) {
    const noted = await readDigest(file);
    if (noted !== undefined) (noted === digest ? right : wrong).push(digestPath(file));
  }
  return { right, wrong };
}
