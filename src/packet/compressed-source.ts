import type { FileHandle } from 'node:fs/promises';
import { describeError, SondeError } from '../kit/errors.ts';
import { type ByteSource, fileSource, readFully } from './byte-source.ts';
import { decompressFrame } from './frames.ts';
import { type Frame, readSeekTable } from './seek-table.ts';

/** A stretch of a day that cannot be read any more. */
export interface LostStretch {
  readonly path: string;
  /** The number of its frame in the file, from 0. */
  readonly frame: number;
  /** Where the frame begins in the file. */
  readonly at: number;
  /** The first of the day's bytes that are lost, and the first that is not. */
  readonly from: number;
  readonly to: number;
}

/** A frame of a compressed day is damaged: what it held cannot be read here any more, what stands before and behind it can. */
export class DamagedLogError extends SondeError {
  readonly code = 'damaged_log';
  readonly lost: LostStretch;
  constructor(lost: LostStretch, cause: unknown) {
    super(`${describeLost(lost)}: ${describeError(cause)}`, { cause });
    this.lost = lost;
  }
}

/** In words: which file, which frame, which bytes of the day. */
export const describeLost = ({ path, frame, at, from, to }: LostStretch): string =>
  `${path}: frame ${frame} (at ${at}) is damaged, which holds the bytes ${from} to ${to - 1} of the day`;

/** The bytes of a compressed day, a frame at a time. Rejects with a plain error where the file is no seekable one. */
export async function compressedSource(path: string, file: FileHandle): Promise<ByteSource> {
  const frames = await readSeekTable(file);
  const stored = fileSource(file);
  const last = frames.at(-1);
  const size = last === undefined ? 0 : last.from + last.length;
  let present: OpenFrame | undefined;
  let ahead: OpenFrame | undefined;

  async function open(number: number): Promise<Uint8Array> {
    const { at, size: stretch, from, length } = frames[number]!;
    try {
      return await decompressFrame(await readFully(stored, at, stretch), length);
    } catch (cause) {
      throw new DamagedLogError({ path, frame: number, at, from, to: from + length }, cause);
    }
  }

  function begin(number: number): OpenFrame {
    const bytes = open(number);
    // It may be that nobody comes to want it.
    bytes.catch(() => {});
    return { number, bytes };
  }

  /** Whoever reads on finds the next frame decompressed. */
  function bytesOf(number: number): Promise<Uint8Array> {
    if (present?.number === number) return present.bytes;
    const isNext = number === (present?.number ?? -1) + 1;
    present = ahead?.number === number ? ahead : begin(number);
    ahead = isNext && number + 1 < frames.length ? begin(number + 1) : undefined;
    return present.bytes;
  }

  return {
    size,
    async read(at, most) {
      if (at >= size) return new Uint8Array();
      const number = frameAt(frames, at);
      const start = at - frames[number]!.from;
      return (await bytesOf(number)).subarray(start, start + most);
    },
    close: () => file.close(),
  };
}

/** A frame that is decompressed, or is about to be. */
interface OpenFrame {
  readonly number: number;
  readonly bytes: Promise<Uint8Array>;
}

/** The number of the frame that holds the byte. */
function frameAt(frames: readonly Frame[], at: number): number {
  let [low, high] = [0, frames.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (frames[middle]!.from <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
