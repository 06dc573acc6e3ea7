import type { ReplyEnd } from '../../definition/reply.ts';
import { toHex } from '../../kit/bytes.ts';
import type { Exchange as ExchangeRecord } from '../../model/driver-event.ts';
import type { ReplyBuffer } from './reply-buffer.ts';

/** A prompt longer than this, with the white space behind it, is not recognised. */
export const LONGEST_PROMPT = 256;
/** A pattern is looked for in what is new and so many bytes before it. */
const LONGEST_MATCH = 4096;

/**
 * Looks whether the reply is over: how many bytes at its end are not part of it, or `undefined` while it goes on. The news are
 * how many bytes came last, and the streams of all samples that came.
 */
export type Ending = (
  reply: ReplyBuffer,
  news: { readonly bytes: number; readonly streams: readonly string[] },
) => number | undefined;

/** Of the patterns of definitions, which are made once, each is compiled once. */
const anchored = new WeakMap<RegExp, RegExp>();

/** How long a match of `pattern` at the very end of the text is, whether or not the pattern itself asks for the end. */
export function matchAtEnd(pattern: RegExp): (text: string) => number | undefined {
  const atEnd =
    anchored.get(pattern) ?? new RegExp(`(?:${pattern.source})(?![\\s\\S])`, pattern.flags.replace(/[gy]/g, ''));
  anchored.set(pattern, atEnd);
  return (text) => atEnd.exec(text)?.[0].length;
}

export function promptEnding(pattern: RegExp): Ending {
  const match = matchAtEnd(pattern);
  return (reply) => match(reply.tail(LONGEST_PROMPT));
}

function patternEnding(pattern: RegExp): Ending {
  const search = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`);
  return (reply, news) => {
    const text = reply.tail(news.bytes + LONGEST_MATCH);
    // The first character only shows an anchor what stands before the window.
    search.lastIndex = text.length < reply.length ? 1 : 0;
    return search.test(text) ? 0 : undefined;
  };
}

function bytesEnding(bytes: Uint8Array, after: number): Ending {
  return (reply) => {
    const from = reply.length - bytes.length;
    return from >= after && reply.bytes().subarray(from).equals(bytes) ? 0 : undefined;
  };
}

export function endingOf(until: ReplyEnd, prompt: RegExp): Ending {
  switch (until.kind) {
    case 'prompt':
      return promptEnding(prompt);
    case 'pattern':
      return patternEnding(until.pattern);
    case 'bytes':
      return bytesEnding(until.bytes, until.after);
    case 'sample':
      return (_reply, { streams }) => (streams.includes(until.stream) ? 0 : undefined);
    default:
      return () => undefined;
  }
}

/** What the transcript calls it. */
export const ENDED = {
  prompt: 'prompt',
  pattern: 'pattern',
  bytes: 'acknowledged',
  sample: 'frame',
  silence: 'silence',
  nothing: 'nothing awaited',
} as const satisfies Record<ReplyEnd['kind'], ExchangeRecord['ended']>;

/** What is awaited, for people. */
export function describeEnd(until: ReplyEnd, prompt: RegExp): string {
  switch (until.kind) {
    case 'prompt':
      return `the prompt ${prompt}`;
    case 'pattern':
      return `${until.pattern}`;
    case 'bytes':
      return `the bytes ${toHex(until.bytes)}${until.after > 0 ? ` after ${until.after} bytes` : ''}`;
    case 'sample':
      return `a sample of ${until.stream}`;
    default:
      return 'a reply';
  }
}
