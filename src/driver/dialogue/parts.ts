import { toText } from '../../kit/bytes.ts';
import { LONGEST_PROMPT, matchAtEnd } from './ending.ts';
import type { ReplyBuffer } from './reply-buffer.ts';

/** Several lines sent at once: which part of what came answers which of them. */
export interface Parts {
  /** Each line has been answered; where it is not sure, what comes until a silence is the reply. */
  readonly complete: boolean;
  /** With their prompts, in the order of the lines. */
  readonly texts: readonly string[];
}

/** Each part ends with a prompt: one that goes on with white space is still the same. */
export function partsByPrompt(reply: ReplyBuffer, prompt: RegExp, lines: number): Parts {
  const text = toText(reply.bytes());
  const texts: string[] = [];
  const match = matchAtEnd(prompt);
  let begin = 0;
  let within = false;
  for (let end = 1; end <= text.length; end++) {
    const matches = match(text.slice(Math.max(begin, end - LONGEST_PROMPT), end)) !== undefined;
    if (within && !(matches && /\s/.test(text.charAt(end - 1)))) {
      texts.push(text.slice(begin, end - 1));
      begin = end - 1;
    }
    within = matches;
  }
  if (begin < text.length) texts.push(text.slice(begin));
  return { complete: texts.length >= lines, texts };
}

/** Each part stands between two echoes. `ends` are the places where an echo was taken out. */
export function partsByEcho(reply: ReplyBuffer, ends: readonly number[], lines: number): Parts {
  const text = toText(reply.bytes());
  const last = ends.at(-1) ?? 0;
  return {
    complete: ends.length >= lines && text.length > last,
    texts: ends.map((end, i) => text.slice(end, ends[i + 1])),
  };
}
