import type { FrameStream } from '../definition/stream.ts';
import { type Content, compileReader } from './compile-reader.ts';

/** No frame begins there. */
export const NO = 0;
/** One may begin there: more bytes will tell. */
export const WAIT = -1;

/** Finds the frames of one stream. */
export interface FrameMatcher {
  readonly stream: string;
  readonly sync: Uint8Array;
  readonly after: string | undefined;
  readonly checksummed: boolean;
  /**
   * Whether a frame begins at `at`: how long it is when it is good, as a negative number (of two or more) when its checksum
   * is wrong, or else {@link NO} or {@link WAIT}.
   */
  match(bytes: Uint8Array, view: DataView, at: number): number;
  /** What the frame that begins at `at` holds. */
  read(view: DataView, at: number, length: number): Content;
}

const within = (view: DataView, at: number, length: number): DataView =>
  new DataView(view.buffer, view.byteOffset + at, length);

function standsAt(expected: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

export function frameMatcher(stream: string, definition: FrameStream): FrameMatcher {
  const { sync, head, length, longest, checksum, fields, deviceTime } = definition;
  const trailer = definition.trailer ?? new Uint8Array();

  function match(bytes: Uint8Array, view: DataView, at: number): number {
    const available = bytes.length - at;
    for (let i = 0; i < sync.length; i++) {
      if (i >= available) return WAIT;
      if (bytes[at + i] !== sync[i]) return NO;
    }
    if (head > available) return WAIT;
    const size = typeof length === 'number' ? length : length(within(view, at, head));
    if (size === undefined || size > longest || size < Math.max(head, 1)) return NO;
    const whole = size + trailer.length;
    if (whole > available) return WAIT;
    if (!standsAt(trailer, bytes, at + size)) return NO;
    if (checksum !== undefined && !checksum.verify(bytes, at, at + size)) return -whole;
    if (definition.plausible !== undefined && !definition.plausible(within(view, at, size))) return NO;
    return whole;
  }

  const read = compileReader<DataView>(
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.get])),
    deviceTime && ((view, at) => deviceTime(within(view, at, view.byteLength - at))),
  );

  return {
    stream,
    sync,
    after: definition.after,
    checksummed: checksum !== undefined,
    match,
    // A field past the end of a shorter frame must not read what follows the frame.
    read: typeof length === 'number' ? read : (view, at, size) => read(within(view, at, size), 0),
  };
}
