import { DefinitionError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import type { Value, Values } from '../model/sample.ts';
import type { Checksum } from './checksum.ts';
import type { DerivedFields } from './derived.ts';
import type { FieldInfo, TextField } from './field.ts';
import type { FrameField } from './frame-field.ts';

/** What is true of every kind of stream. */
export interface StreamInfo {
  /** What people call it; made from its name where nothing is said. */
  readonly title?: string;
  /** The stream's name in OOI's real-time driver. */
  readonly ooi?: string;
  /** `changed`: only when its values differ from those of the last that was published. */
  readonly publish?: 'always' | 'changed';
  /** Values that the last record of another stream showed; `null` before the first one. */
  readonly joins?: Readonly<Record<string, Join>>;
  /** Values that are computed from its own and from what it joins. */
  readonly derives?: DerivedFields;
  /** Over which of the instrument's links it comes; the first where nothing is said. */
  readonly link?: string;
}

/** A value of another stream's last record. */
export interface Join extends FieldInfo {
  /** The other stream. */
  readonly stream: string;
  /** The other stream's field. */
  readonly field: string;
}

/** A value that is joined into a sample: a field of the last record of another stream. */
export const from = (stream: string, field: string, info: FieldInfo = {}): Join => ({ ...info, stream, field });

type Groups = Readonly<Record<string, string | undefined>>;
type TextFields = Readonly<Record<string, TextField<Value>>>;
type FrameFields = Readonly<Record<string, FrameField<Value>>>;

/** One line of text is one record; its pattern's named groups are the fields. */
export interface LineStream<F extends TextFields = TextFields> extends StreamInfo {
  /** Text, a line a record. */
  readonly kind: 'line';
  /** What the line looks like, without its end. */
  readonly pattern: RegExp;
  /** By the name of the group that holds it. */
  readonly fields: F;
  /** The instrument's own clock, where the line shows it: from the pattern's groups, or from the values that were read. */
  deviceTime?(groups: Groups, values: Values): Nanos | undefined;
}

/** A value that a pattern finds in a block: group 1, or the whole match where the pattern has no group. */
export interface BlockField<T extends Value = Value> {
  /** Where it stands. */
  readonly pattern: RegExp;
  /** How its text is read. */
  readonly field: TextField<T>;
  /** A block without it is as good: the value is `null` then. */
  readonly optional?: boolean;
  /** Every match counts: the value is a list. */
  readonly all?: boolean;
}

type BlockFields = Readonly<Record<string, BlockField<Value>>>;

/** Several lines are one record, from the first that matches `from` to the next that matches `to`, or else to the prompt. */
export interface BlockStream<F extends BlockFields = BlockFields> extends StreamInfo {
  /** Text, several lines a record. */
  readonly kind: 'block';
  /** The line that begins it. */
  readonly from: RegExp;
  /** The line that ends it, and belongs to it. */
  readonly to?: RegExp;
  /** A block that has not ended after so many bytes was none. */
  readonly longest: number;
  /** By name, each with the pattern that finds it. */
  readonly fields: F;
  /** The instrument's own clock, where the block shows it. */
  deviceTime?(block: string): Nanos | undefined;
}

/**
 * A binary record: sync bytes, a length, a checksum, and values at their offsets. Streams that were made with the same bounds are
 * read from the same bytes: one frame is then a sample of each of them.
 */
export interface FrameStream<F extends FrameFields = FrameFields> extends StreamInfo {
  /** Bytes. */
  readonly kind: 'frame';
  /** What it was made with: by this alone it is known which streams share their frames. */
  readonly bounds: FrameBounds;
  /** Whether a frame of these bounds is a record of this stream; each one where nothing is said. */
  when?(frame: DataView): boolean;
  /** The bytes that begin it. */
  readonly sync: Uint8Array;
  /** Bytes in all, or how many the head says; `undefined` from the function is a head that cannot be. */
  readonly length: number | ((head: DataView) => number | undefined);
  /** How many bytes `length` looks at. */
  readonly head: number;
  /** A frame that says that it is longer is none. */
  readonly longest: number;
  /** Proves that it is whole: bytes that fail it are no record. */
  readonly checksum?: Checksum;
  /** Bytes that must follow, and belong to the record: an acknowledgement that proves what has no checksum. */
  readonly trailer?: Uint8Array;
  /** A reply without sync bytes: looked for only after this was sent. */
  readonly after?: string;
  /** Text that never stands in a frame: one that is waited for has been broken off when this comes. */
  readonly brokenBy?: string;
  /** Further proof where there is neither sync nor checksum. */
  plausible?(frame: DataView): boolean;
  /** By name, each at its offset. */
  readonly fields: F;
  /** The instrument's own clock, where the frame shows it. */
  deviceTime?(frame: DataView): Nanos | undefined;
}

/** What one kind of sample looks like on the wire. */
export type Stream = LineStream | BlockStream | FrameStream;

/** Whether both are read from the same frames. */
export const sharesFrames = (one: Stream | undefined, other: Stream | undefined): boolean =>
  one?.kind === 'frame' && other?.kind === 'frame' && one.bounds === other.bounds;

const groupsOf = (pattern: RegExp): string[] =>
  [...pattern.source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((match) => match[1]!);

/** A line of text. Every field is a named group of the pattern; groups that only `deviceTime` reads begin with `_`. */
export function line<F extends TextFields>(
  pattern: RegExp,
  fields: F,
  info: StreamInfo & Pick<LineStream, 'deviceTime'> = {},
): LineStream<F> {
  const groups = groupsOf(pattern);
  const missing = Object.keys(fields).filter((name) => !groups.includes(name));
  const unused = groups.filter((name) => !name.startsWith('_') && !(name in fields));
  if (missing.length > 0) throw new DefinitionError(`no group of ${pattern} is named ${missing.join(', ')}`);
  if (unused.length > 0) throw new DefinitionError(`${pattern} has groups that are no fields: ${unused.join(', ')}`);
  return { ...info, kind: 'line', pattern, fields };
}

/** A field of a {@link block}. */
export const found = <T extends Value>(
  pattern: RegExp,
  field: TextField<T>,
  options: { readonly optional?: boolean } = {},
): BlockField<T> => ({ ...options, pattern, field });

/** A field of a {@link block} that lists what stands in every match, in their order. */
export const foundAll = (pattern: RegExp, field: TextField<Value>): BlockField<Value> => ({
  pattern,
  field,
  all: true,
});

/** Several lines that are one record; it ends with the prompt where `to` is not said. */
export function block<F extends BlockFields>(
  bounds: { readonly from: RegExp; readonly to?: RegExp; readonly longest?: number },
  fields: F,
  info: StreamInfo & Pick<BlockStream, 'deviceTime'> = {},
): BlockStream<F> {
  return { longest: 16_384, ...bounds, ...info, kind: 'block', fields };
}

/** How a frame is found, and proven to be one. */
export interface FrameBounds extends Pick<FrameStream, 'length' | 'checksum' | 'after' | 'brokenBy' | 'plausible'> {
  /** The bytes that begin it; one without them needs `after`. */
  readonly sync?: readonly number[];
  /** How many bytes `length` looks at; the sync bytes where nothing is said. */
  readonly head?: number;
  /** A frame that says that it is longer is none; 65,536 bytes where nothing is said. */
  readonly longest?: number;
  /** Bytes that must follow, and belong to the record. */
  readonly trailer?: readonly number[];
}

/** A binary record. @throws DefinitionError where neither sync bytes nor `after` are given, and for a field past the end. */
export function frame<F extends FrameFields>(
  frameBounds: FrameBounds,
  fields: F,
  info: StreamInfo & Pick<FrameStream, 'deviceTime' | 'when'> = {},
): FrameStream<F> {
  const { sync = [], trailer, ...bounds } = frameBounds;
  const longest = bounds.longest ?? (typeof bounds.length === 'number' ? bounds.length : 65_536);
  if (sync.length === 0 && bounds.after === undefined) {
    throw new DefinitionError('a frame needs sync bytes, or the command that it follows (after)');
  }
  for (const [name, { end }] of Object.entries(fields)) {
    if (end > longest) throw new DefinitionError(`field ${name} ends at ${end}, past the frame's ${longest} bytes`);
  }
  return {
    ...info,
    head: sync.length,
    ...bounds,
    kind: 'frame',
    bounds: frameBounds,
    sync: Uint8Array.from(sync),
    longest,
    fields,
    ...(trailer && { trailer: Uint8Array.from(trailer) }),
  };
}
