import type { FileHandle } from 'node:fs/promises';
import { concatBytes, viewOf } from '../kit/bytes.ts';

/** A frame of a compressed file: `size` bytes at `at`, which hold the `length` bytes from `from` on. */
export interface Frame {
  readonly at: number;
  readonly size: number;
  readonly from: number;
  readonly length: number;
}

// Source of the format: facebook/zstd, contrib/seekable_format/zstd_seekable_compression_format.md, version 0.1.0.
const SKIPPABLE = 0x184d2a5e;
const SEEKABLE = 0x8f92eab1;
const HEAD = 8;
const FOOTER = 9;
const ENTRY = 8;
const CHECKSUMS = 0x80;
const RESERVED = 0x7c;
const MOST_FRAMES = 0x800_0000;
/** A frame is decompressed as a whole: one that is larger is not ours, and memory is bounded. */
const LARGEST_FRAME = 64 << 20;

/** The frames one after another, given how many bytes each has and holds. */
function placeFrames(sizes: readonly Pick<Frame, 'size' | 'length'>[]): Frame[] {
  let at = 0;
  let from = 0;
  return sizes.map(({ size, length }) => {
    const frame = { at, size, from, length };
    at += size;
    from += length;
    return frame;
  });
}

/** The last frame of a seekable file: one that decompressors skip, and that says where the others are. Without checksums: the frames have their own. */
export function encodeSeekTable(frames: readonly Pick<Frame, 'size' | 'length'>[]): Uint8Array {
  const table = new Uint8Array(HEAD + frames.length * ENTRY + FOOTER);
  const view = viewOf(table);
  view.setUint32(0, SKIPPABLE, true);
  view.setUint32(4, table.length - HEAD, true);
  frames.forEach(({ size, length }, i) => {
    view.setUint32(HEAD + i * ENTRY, size, true);
    view.setUint32(HEAD + i * ENTRY + 4, length, true);
  });
  view.setUint32(table.length - FOOTER, frames.length, true);
  view.setUint32(table.length - 4, SEEKABLE, true);
  return table;
}

/** The frames of a seekable file by the table at its end; an error says why it is none. */
export async function readSeekTable(file: FileHandle): Promise<Frame[]> {
  const { size } = await file.stat();
  const footer = viewOf(await readAt(file, size - FOOTER, FOOTER));
  if (footer.getUint32(5, true) !== SEEKABLE) throw new Error('it does not end with a seek table');
  const count = footer.getUint32(0, true);
  const descriptor = footer.getUint8(4);
  const entry = descriptor & CHECKSUMS ? ENTRY + 4 : ENTRY;
  const length = count * entry + FOOTER;
  if (descriptor & RESERVED || count > MOST_FRAMES || HEAD + length > size)
    throw new Error('its seek table is damaged');
  const table = viewOf(await readAt(file, size - length - HEAD, HEAD + length));
  if (table.getUint32(0, true) !== SKIPPABLE || table.getUint32(4, true) !== length)
    throw new Error('its seek table is damaged');
  const frames = placeFrames(
    Array.from({ length: count }, (_, i) => ({
      size: table.getUint32(HEAD + i * entry, true),
      length: table.getUint32(HEAD + i * entry + 4, true),
    })),
  );
  const last = frames.at(-1);
  if (last !== undefined && last.at + last.size !== size - length - HEAD)
    throw new Error('its seek table does not fit its frames');
  if (frames.some((frame) => frame.length > LARGEST_FRAME))
    throw new Error(`it has frames above ${LARGEST_FRAME} bytes`);
  return frames;
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  if (at < 0) throw new Error('it is too short for a seek table');
  const parts: Uint8Array[] = [];
  for (let done = 0; done < length; ) {
    const buffer = Buffer.alloc(length - done);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at + done);
    if (bytesRead === 0) throw new Error('it ends too early');
    parts.push(buffer.subarray(0, bytesRead));
    done += bytesRead;
  }
  return concatBytes(parts);
}
