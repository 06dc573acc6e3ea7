import type { Stretch } from '../definition/frame-field.ts';
import type { FrameStream } from '../definition/stream.ts';
import { rememberLast } from '../kit/remember-last.ts';
import type { Nanos } from '../kit/time.ts';
import { compileFrameLiteral } from './compile-frame-literal.ts';
import { type Content, compileReader } from './compile-reader.ts';

/** No frame begins there. */
export const NO = 0;
/** One may begin there: more bytes will tell. */
export const WAIT = -1;

/** What one stream makes of a frame. */
export interface FrameReader {
  readonly stream: string;
  /** What the frame that begins at `at` holds; `undefined` when it is no record of this stream. */
  read(frame: DataView, at: number): Content | undefined;
  /** The section that it is all read from, where only a record that differs from the last one is wanted. */
  readonly section: ((frame: DataView) => Stretch | undefined) | undefined;
}

/** Finds the frames with the same bounds. */
export interface FrameMatcher {
  readonly sync: Uint8Array;
  readonly after: string | undefined;
  readonly checksummed: boolean;
  /** By stream, in the definition's order. */
  readonly readers: readonly FrameReader[];
  /** They must see the frame alone: what they read may lie past its end. */
  readonly alone: boolean;
  /**
   * Whether a frame begins at `at`: how long it is when it is good, as a negative number (of two or more) when its checksum
   * is wrong, or else {@link NO} or {@link WAIT}.
   */
  match(bytes: Buffer, view: DataView, at: number): number;
}

export const within = (view: DataView, at: number, length: number): DataView =>
  new DataView(view.buffer, view.byteOffset + at, length);

function standsAt(expected: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** For all streams that share these bounds. */
export function frameMatcher(streams: readonly (readonly [name: string, definition: FrameStream])[]): FrameMatcher {
  const {
    sync,
    head,
    length,
    longest,
    checksum,
    after,
    brokenBy,
    plausible,
    trailer = new Uint8Array(),
  } = streams[0]![1];

  const isBroken = (bytes: Buffer, at: number, end: number): boolean =>
    brokenBy !== undefined && bytes.subarray(at, end).includes(brokenBy, 0, 'latin1');

  const alone = typeof length !== 'number' || streams.some(([, stream]) => seesItAlone(stream));
  const timeOf = timeReaders();

  function match(bytes: Buffer, view: DataView, at: number): number {
    const available = bytes.length - at;
    for (let i = 0; i < sync.length; i++) {
      if (i >= available) return WAIT;
      if (bytes[at + i] !== sync[i]) return NO;
    }
    if (head > available) return WAIT;
    const size = typeof length === 'number' ? length : length(within(view, at, head));
    if (size === undefined || size > longest || size < Math.max(head, 1)) return NO;
    const whole = size + trailer.length;
    if (whole > available) return isBroken(bytes, at, bytes.length) ? NO : WAIT;
    if (!standsAt(trailer, bytes, at + size)) return NO;
    if (checksum !== undefined && !checksum.verify(bytes, at, at + size))
      return isBroken(bytes, at, at + size) ? NO : -whole;
    if (plausible !== undefined && !plausible(within(view, at, size))) return NO;
    return whole;
  }

  return {
    sync,
    after,
    checksummed: checksum !== undefined,
    readers: streams.map(([name, definition]) => frameReader(name, definition, timeOf(definition, alone))),
    alone,
    match,
  };
}

const seesItAlone = ({ when, fields }: FrameStream): boolean =>
  when !== undefined || Object.values(fields).some(({ alone }) => alone);

type TimeReader = (view: DataView, at: number) => Nanos | undefined;

/** Streams that read their times alike need read them only once from each frame. */
function timeReaders(): (definition: FrameStream, alone: boolean) => TimeReader | undefined {
  const known = new Map<unknown, TimeReader>();
  return ({ deviceTime }, alone) => {
    if (deviceTime === undefined) return undefined;
    const once = rememberLast(deviceTime);
    const read: TimeReader = alone ? once : (view, at) => deviceTime(within(view, at, view.byteLength - at));
    known.set(deviceTime, known.get(deviceTime) ?? read);
    return known.get(deviceTime);
  };
}

function frameReader(stream: string, definition: FrameStream, time: TimeReader | undefined): FrameReader {
  const { fields, when } = definition;
  const read = compileReader<DataView>(
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.get])),
    time,
    compileFrameLiteral(fields),
  );
  const says = when && answered(when);
  return {
    stream,
    read: says === undefined ? read : (frame, at) => (says(frame) ? read(frame, at) : undefined),
    section: repeatedSection(definition),
  };
}

function repeatedSection({ publish, joins, fields }: FrameStream): FrameReader['section'] {
  if (publish !== 'changed' || joins !== undefined) return undefined;
  const [find, ...others] = new Set(Object.values(fields).map(({ section }) => section?.find));
  return find === undefined || others.length > 0 ? undefined : answered(find);
}

/** A damaged frame may be such that the question has no answer. */
const answered =
  <T>(ask: (frame: DataView) => T) =>
  (frame: DataView): T | undefined => {
    try {
      return ask(frame);
    } catch {
      return undefined;
    }
  };
