import { toText } from '../../kit/bytes.ts';
import type { ReplyBuffer } from './reply-buffer.ts';

/** Takes what was typed out of what comes back. */
export interface EchoRemoval {
  /** The first line that was typed came back, so what is left of the reply is the answer to it. */
  readonly heard: boolean;
  /** Where in the reply the echo of each line that came back was taken out. */
  readonly ends: readonly number[];
  /** Removes what has come back by now; the first line's echo with all that came before it. */
  from(reply: ReplyBuffer): void;
}

/** So much may come before an echo: what was still on its way when the typing began. */
const BEFORE = 4096;

const LINE_ENDS = '[\\0\\r\\n]';
const quoted = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');

/**
 * What the echo of a line looks like. It is over with its line end, which the instrument may send otherwise than it was
 * typed; some add a NUL to each character. It begins where no word goes on, so that `counts` is not the echo of `ts`.
 */
function echoOf(line: string, flags: string): RegExp {
  const typed = line.replace(/[\r\n]+$/, '');
  const before = /^\w/.test(typed) ? '(?<!\\w)' : '';
  const lineEnd = typed.length < line.length ? `${LINE_ENDS}*[\\r\\n]${LINE_ENDS}*` : '\\0*';
  return new RegExp(before + [...typed].map(quoted).join('\\0*') + lineEnd, flags);
}

/** `exact` tells capitals from small letters. */
export function echoRemoval(sent: Uint8Array, options: { readonly exact: boolean }): EchoRemoval {
  const lines = toText(sent).match(/[^\r\n]*[\r\n]+|[^\r\n]+$/g) ?? [];
  const awaited = lines.map((line) => echoOf(line, options.exact ? '' : 'i'));
  const window = BEFORE + 2 * sent.length;
  const ends: number[] = [];
  let inVain = false;
  return {
    ends,
    get heard() {
      return awaited.length < lines.length;
    },
    from(reply) {
      for (let next = awaited[0]; next !== undefined && !inVain; next = awaited[0]) {
        const match = next.exec(toText(reply.bytes().subarray(0, window)));
        if (match === null) {
          inVain = reply.length > window;
          return;
        }
        const from = this.heard ? match.index : 0;
        reply.remove(from, match.index + match[0].length);
        ends.push(from);
        awaited.shift();
      }
    },
  };
}
