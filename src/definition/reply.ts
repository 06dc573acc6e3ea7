import { type Duration, milliseconds } from '../kit/duration.ts';

/** What ends a reply. */
export type ReplyEnd =
  /** The dialogue's prompt, at the end of what came. */
  | { readonly kind: 'prompt' }
  /** A pattern anywhere in what came. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  /** These bytes at the end of what came, once at least `after` bytes stand before them. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly after: number }
  /** A sample of this stream. */
  | { readonly kind: 'sample'; readonly stream: string }
  /** Nothing more for so long. */
  | { readonly kind: 'silence'; readonly milliseconds: number }
  /** The instrument does not answer; done when it is sent. */
  | { readonly kind: 'nothing' };

/** The dialogue's prompt, at the end of what came. */
export const prompt: ReplyEnd = { kind: 'prompt' };
/** The instrument does not answer: done when it is sent. */
export const nothing: ReplyEnd = { kind: 'nothing' };
/** Nothing more for so long. */
export const silence = (duration: Duration): ReplyEnd => ({ kind: 'silence', milliseconds: milliseconds(duration) });

/** Ends with these bytes: an acknowledgement. `after` guards against payloads that hold the same bytes by chance. */
export const endsWith = (bytes: readonly number[], options: { readonly after?: number } = {}): ReplyEnd => ({
  kind: 'bytes',
  bytes: Uint8Array.from(bytes),
  after: options.after ?? 0,
});

/** A pattern anywhere in what came. */
export const pattern = (regex: RegExp): ReplyEnd => ({ kind: 'pattern', pattern: regex });
/** A sample of this stream. */
export const sampleOf = (stream: string): ReplyEnd => ({ kind: 'sample', stream });
