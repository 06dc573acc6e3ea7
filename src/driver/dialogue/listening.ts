import type { Dialogue as DialogueInfo, Reply } from '../../definition/instrument.ts';
import { toText } from '../../kit/bytes.ts';
import { echoRemoval } from './echo.ts';
import { type Ending, promptEnding } from './ending.ts';
import type { FoundSample } from './options.ts';
import { replyBuffer } from './reply-buffer.ts';

const CR = 0x0d;
const LF = 0x0a;

/** How a reply ended. */
export interface Verdict {
  readonly ended: 'complete' | 'rejected' | 'woken';
  /** How many bytes at its end are no part of it: the prompt. */
  readonly strip: number;
}

/** Makes out the reply in what comes. Knows no time. */
export interface Listening {
  /** Says how the reply ended when it has, as far as came by now. */
  hear(bytes: Uint8Array, samples: readonly FoundSample[]): Verdict | undefined;
  /** Bytes of the reply so far. */
  readonly length: number;
  /** What was typed came back, so this is no other command's reply; true where nothing is echoed. */
  readonly echoed: boolean;
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

  return {
    get length() {
      return reply.length;
    },
    get echoed() {
      return echo?.heard ?? true;
    },
    hear(bytes, samples) {
      reply.push(bytes);
      sift(samples);
      echo?.from(reply);
      const news = { bytes: bytes.length, streams };
      const wokenLength = woken?.(reply, news);
      if (isRefusal(wokenLength)) return { ended: 'woken', strip: wokenLength };
      const rejectedLength = rejected?.(reply, news);
      if (isRefusal(rejectedLength)) return { ended: 'rejected', strip: 0 };
      const strip = ending(reply, news);
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
