import { concatBytes, toText } from '../kit/bytes.ts';
import type { RecordedExchange } from '../simulator/exchanges.ts';

/** A recorded exchange as text, with its reply told apart from what came by itself afterwards. */
export interface Spoken {
  /** Something was typed, if only an empty line. */
  readonly isAsked: boolean;
  /** Without what ends the line. */
  readonly sent: string;
  /** Without echo and prompt. */
  readonly reply: string;
  readonly prompted: boolean;
  /** The lines that came when the reply was over, each with when it was whole, in ms since the recording began. */
  readonly rest: readonly TimedLine[];
  /** All that came. */
  readonly bytes: Uint8Array;
}

export interface TimedLine {
  /** With what ends it. */
  readonly raw: string;
  readonly at: number;
}

/** How the instrument speaks, as far as the exchanges show it. */
export interface Manner {
  readonly newline: string;
  readonly echo: boolean;
  readonly prompt?: string;
}

/** What is longer is no line: patterns would look at it for ever. */
const LONGEST_LINE = 4096;

/** The lines in a text, each with what ends it, and where it is over; empty ones are none. */
function* placedLines(text: string): Generator<{ readonly raw: string; readonly over: number }> {
  let from = 0;
  for (const { 0: end, index } of text.matchAll(/\r\n|\n\r|\r|\n/g)) {
    const over = index + end.length;
    if (index > from && index - from <= LONGEST_LINE) yield { raw: text.slice(from, over), over };
    from = over;
  }
}

export const linesIn = (text: string): string[] => Array.from(placedLines(text), ({ raw }) => raw);

const lastPart = (text: string): string => text.slice(Math.max(text.lastIndexOf('\r'), text.lastIndexOf('\n')) + 1);

const LINE_END = /[\r\n]+$/;
/** A reply without a prompt is over when nothing came for so long, in ms; where others end with a prompt, what goes on is no reply. */
const PAUSE = { prompted: 300, unprompted: 800 } as const;
const LONGEST_PROMPT = 24;

const textOf = ({ received }: RecordedExchange): string =>
  toText(concatBytes([new Uint8Array(), ...received.map(({ bytes }) => bytes)]));

/** The most frequent of these; the first of several. */
function mostFrequent<T>(values: readonly T[]): { readonly value: T; readonly count: number } | undefined {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({ value, count: all.length }));
  return counts.sort((a, b) => b.count - a.count)[0];
}

/** Line ends, echo and prompt. */
export function mannerOf(exchanges: readonly RecordedExchange[]): Manner {
  const said = exchanges.filter(({ sent }) => sent.length > 0);
  const ends = said.flatMap(({ sent }) => LINE_END.exec(toText(sent))?.[0] ?? []);
  const texts = said.filter(({ sent }) => toText(sent).replace(LINE_END, '') !== '');
  // A number at the end of what came is a sample that was cut, and no prompt.
  const tails = said
    .map((exchange) => lastPart(textOf(exchange)))
    .filter((tail) => tail.trim() !== '' && tail.length <= LONGEST_PROMPT && !/\d[.,\d]*\s*$/.test(tail));
  const prompt = mostFrequent(tails);
  return {
    newline:
      ['\r\n', '\n\r', '\r', '\n'].find((end) => end === mostFrequent(ends)?.value.slice(0, end.length)) ?? '\r\n',
    echo: texts.filter(({ echoed }) => echoed).length * 2 > texts.length,
    ...(prompt !== undefined && (prompt.count > 1 || said.length === 1) && { prompt: prompt.value }),
  };
}

/** Takes an exchange apart. */
export function spokenIn(exchange: RecordedExchange, { prompt }: Manner): Spoken {
  const sent = toText(exchange.sent).replace(LINE_END, '');
  const all = textOf(exchange);
  const own = exchange.echoed ? all.slice(all.indexOf(sent) + sent.length).replace(/^[\r\n\0]+/, '') : all;
  const before = all.length - own.length;
  const at = exchange.sent.length === 0 ? 0 : endOfReply(exchange, own, before, prompt);
  const prompted = prompt !== undefined && own.startsWith(prompt, at);
  const restAt = before + (prompted ? at + prompt.length : at);
  return {
    isAsked: exchange.sent.length > 0,
    sent,
    reply: own.slice(0, at),
    prompted,
    rest: timedLines(exchange, all, restAt),
    bytes: Buffer.concat(exchange.received.map(({ bytes }) => bytes)),
  };
}

/** The whole lines from some place on. */
function timedLines({ at, received }: RecordedExchange, all: string, from: number): TimedLine[] {
  const lines: TimedLine[] = [];
  let end = 0;
  const ends = received.map(({ after, bytes }) => {
    end += bytes.length;
    return { end, at: at + after };
  });
  for (const { raw, over } of placedLines(all.slice(from))) {
    lines.push({ raw, at: ends.find((chunk) => chunk.end >= from + over)?.at ?? at });
  }
  return lines;
}

/** Where in `own` the reply is over: at a prompt that begins a line or ends it all, or at the first long pause. */
function endOfReply({ received }: RecordedExchange, own: string, before: number, prompt: string | undefined): number {
  if (prompt !== undefined) {
    for (let at = own.indexOf(prompt); at >= 0; at = own.indexOf(prompt, at + 1)) {
      if (at === 0 || own[at - 1] === '\n' || own[at - 1] === '\r') return at;
    }
    if (own.endsWith(prompt)) return own.length - prompt.length;
  }
  const pause = PAUSE[prompt === undefined ? 'unprompted' : 'prompted'];
  let offset = -before;
  let last = 0;
  for (const { after, bytes } of received) {
    if (after - last > pause) return Math.max(0, offset);
    offset += bytes.length;
    last = after;
  }
  return own.length;
}
