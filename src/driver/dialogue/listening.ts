import { type Dialogue as DialogueInfo, promptOf, type Reply } from '../../definition/instrument.ts';
import { toText } from '../../kit/bytes.ts';
import { echoRemoval } from './echo.ts';
import { type Ending, matchAtEnd, promptEnding } from './ending.ts';
import type { FoundSample } from './options.ts';
import { partsByEcho, partsByPrompt } from './parts.ts';
import { replyBuffer } from './reply-buffer.ts';

const CR = 0x0d;
const LF = 0x0a;

/** How a reply ended. */
export interface Verdict {
  readonly ended: 'complete' | 'rejected' | 'woken';
  /** How many bytes at its end are no part of it: the prompt. */
  readonly strip: number;
  /** Perhaps not all of it: believed after a silence. */
  readonly doubtful?: boolean;
  /** Of several lines those that were refused, from 0; none where it is not known which. */
  readonly refused?: readonly number[];
}

/** Makes out the reply in what comes. Knows no time. */
export interface Listening {
  /** Says how the reply ended when it has, as far as came by now. */
  hear(bytes: Uint8Array, samples: readonly FoundSample[]): Verdict | undefined;
  /** Bytes of the reply so far. */
  readonly length: number;
  /** What was typed came back, so this is no other command's reply; true where nothing is echoed. */
  readonly echoed: boolean;
  /** An echo came: the instrument has heard, even if it says no more. */
  readonly acknowledged: boolean;
  reply(strip: number): Reply;
  /** The whole lines that came since it was last asked. */
  newLines(): string;
  /** What came so far was not the reply, or not the last one. */
  clear(): void;
}

export interface ListeningOptions {
  readonly dialogue: DialogueInfo;
  readonly sent: Uint8Array;
  readonly ending: Ending;
  /** How many lines are sent at once, each of which the instrument may answer with a prompt of its own. */
  readonly lines: number;
  /** Whether what is typed comes back and has to be taken out; as the dialogue says. */
  readonly echo: boolean;
  /** It may say that it was asleep. */
  readonly wakeable: boolean;
  /** `never`: nothing is a refusal; `alone`: it is only one when nothing stands before it, because the reply may hold any bytes. */
  readonly refusal: 'never' | 'at the end' | 'alone';
  /** Samples of these streams are no part of the reply. */
  readonly foreign: (stream: string) => boolean;
}

export function listenFor(options: ListeningOptions): Listening {
  const { dialogue, ending, refusal } = options;
  const reply = replyBuffer({ newline: dialogue.newline !== '' });
  const echo =
    !options.echo || dialogue.echo === undefined || dialogue.echo === 'none'
      ? undefined
      : echoRemoval(options.sent, { exact: dialogue.echo === 'verify' });
  /** The streams of the samples that belong to the reply. */
  const streams: string[] = [];
  let told = 0;
  const woken = dialogue.woken && options.wakeable ? promptEnding(dialogue.woken) : undefined;
  const rejected = dialogue.rejected && refusal !== 'never' ? promptEnding(dialogue.rejected) : undefined;
  const isRejected = dialogue.rejected && refusal !== 'never' ? matchAtEnd(dialogue.rejected) : undefined;

  /** Cuts out the samples that are no part of the reply. */
  function sift(samples: readonly FoundSample[]): void {
    for (const { stream, bytes } of samples) {
      if (options.foreign(stream)) reply.cut(bytes);
      else if (reply.bytes().indexOf(bytes) >= 0) streams.push(stream);
    }
  }

  function isRefusal(length: number | undefined): length is number {
    return length !== undefined && (refusal !== 'alone' || length === reply.length);
  }

  /** The verdict on several lines when a prompt stands at the end of what came. */
  function together(strip: number): Verdict {
    const { lines } = options;
    const { complete, texts } = echo?.heard
      ? partsByEcho(reply, echo.ends, lines)
      : partsByPrompt(reply, promptOf(dialogue), lines);
    const refused = texts.flatMap((text, line) => (isRejected?.(text) === undefined ? [] : [line]));
    const doubt = complete ? {} : { doubtful: true };
    if (refused.length === 0) return { ended: 'complete', strip, ...doubt };
    return { ended: 'rejected', strip: 0, refused: texts.length === lines ? refused : [], ...doubt };
  }

  return {
    get length() {
      return reply.length;
    },
    get echoed() {
      return echo?.heard ?? true;
    },
    get acknowledged() {
      return echo?.heard ?? false;
    },
    hear(bytes, samples) {
      reply.push(bytes);
      sift(samples);
      echo?.from(reply);
      const news = { bytes: bytes.length, streams };
      const wokenLength = woken?.(reply, news);
      if (isRefusal(wokenLength)) return { ended: 'woken', strip: wokenLength };
      const strip = ending(reply, news);
      if (options.lines > 1) return strip === undefined ? undefined : together(strip);
      const rejectedLength = rejected?.(reply, news);
      if (isRefusal(rejectedLength)) return { ended: 'rejected', strip: 0 };
      return strip === undefined ? undefined : { ended: 'complete', strip };
    },
    reply(strip) {
      const all = reply.bytes();
      // The line end of an echo may have come in parts.
      const from = echo?.heard ? all.findIndex((byte) => byte !== 0 && byte !== CR && byte !== LF) : 0;
      const bytes = Uint8Array.from(all.subarray(from < 0 ? all.length : from, Math.max(from, all.length - strip)));
      return { text: toText(bytes), bytes };
    },
    newLines() {
      const lines = reply.bytes().subarray(0, reply.bytes().lastIndexOf(LF) + 1);
      const fresh = lines.subarray(Math.min(told, lines.length));
      told = lines.length;
      return toText(fresh);
    },
    clear() {
      reply.remove(0, reply.length);
      streams.length = 0;
    },
  };
}
