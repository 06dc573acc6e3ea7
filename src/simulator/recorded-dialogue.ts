import { equalBytes, escapeBytes, toBytes, toText } from '../kit/bytes.ts';
import { type Clock, systemClock, type Timer } from '../kit/clock.ts';
import { ConfigError } from '../kit/errors.ts';
import { Clients } from './clients.ts';
import { exchangesIn, type RecordedExchange, readTraffic, type TimedReply } from './exchanges.ts';

export interface RecordedDialogueOptions {
  /** A port agent's log, or the session that `sonde record` wrote. */
  readonly file: string;
  /** 0 takes a free port. */
  readonly tcp: number;
  readonly host?: string;
  readonly clock?: Clock;
  /** Hears what was said to it that nobody said while it was recorded: nothing is answered. */
  readonly onUnknown?: (said: string) => void;
}

export interface ServedRecording extends AsyncDisposable {
  readonly port: number;
}

const MOST_HELD = 65_536;
const bare = (text: string): string => text.replace(/[\r\n]+$/, '');

/** What came without the echo of what was typed. */
function withoutEcho({ sent, received }: RecordedExchange): TimedReply[] {
  let left = bare(toText(sent)).length;
  return received.flatMap(({ after, bytes }) => {
    const cut = Math.min(left, bytes.length);
    left -= cut;
    return cut === bytes.length ? [] : [{ after, bytes: bytes.subarray(cut) }];
  });
}

/**
 * Answers on a TCP port as an instrument did while it was recorded: to each thing that was said then, what followed, at its pace. What was
 * said several times is answered in turn.
 * @throws ConfigError for a file in which nothing was said; ConnectionError when the port cannot be had.
 */
export async function serveRecordedDialogue(options: RecordedDialogueOptions): Promise<ServedRecording> {
  const { file, tcp, host = '127.0.0.1', clock = systemClock, onUnknown } = options;
  const exchanges = exchangesIn(await readTraffic(file));
  if (!exchanges.some(({ received }) => received.length > 0)) {
    throw new ConfigError([{ name: 'recording', where: file, message: 'holds nothing that an instrument sent' }]);
  }
  const echoes = exchanges.filter(({ echoed }) => echoed).length * 2 > exchanges.filter(saysText).length;
  const playing = new Set<Timer>();
  let held = '';
  let last = -1;

  const play = (replies: readonly TimedReply[]): void => {
    for (const timer of playing) timer.cancel();
    playing.clear();
    for (const { after, bytes } of replies) {
      const timer = clock.after(after, () => {
        playing.delete(timer);
        clients.send(bytes);
      });
      playing.add(timer);
    }
  };

  /** The next exchange, after the last one, in which this was said. */
  const find = (said: (sent: Uint8Array) => boolean): RecordedExchange | undefined => {
    const order = exchanges.map((_, i) => (last + 1 + i) % exchanges.length);
    const found = order.find((i) => exchanges[i]!.sent.length > 0 && said(exchanges[i]!.sent));
    if (found !== undefined) last = found;
    return found === undefined ? undefined : exchanges[found];
  };

  const answer = (found: RecordedExchange): void => {
    held = '';
    play(echoes ? withoutEcho(found) : found.received);
  };

  const listen = (): void => {
    const whole = find((sent) => equalBytes(sent, toBytes(held)));
    if (whole !== undefined) {
      answer(whole);
      return;
    }
    const [line, ...rest] = held.split(/(?<=\r\n|\n|\r(?!\n))/);
    if (line === undefined || !/[\r\n]$/.test(line)) return;
    const found = find((sent) => bare(toText(sent)) === bare(line));
    if (found !== undefined) answer(found);
    else onUnknown?.(escapeBytes(toBytes(line)));
    held = rest.join('');
    if (held !== '') listen();
  };

  const clients = await Clients.listen({
    host,
    port: tcp,
    onBytes(bytes) {
      if (echoes) clients.send(toBytes(withoutLineEnds(toText(bytes))));
      held = (held + toText(bytes)).slice(-MOST_HELD);
      listen();
    },
    onCount(count) {
      const [first] = exchanges;
      if (count === 1 && first?.sent.length === 0) play(first.received);
      if (count === 0) play([]);
    },
  });
  return {
    port: clients.port,
    async [Symbol.asyncDispose]() {
      play([]);
      await clients.close();
    },
  };
}

const saysText = ({ sent }: RecordedExchange): boolean => bare(toText(sent)) !== '';
const withoutLineEnds = (text: string): string => text.replace(/[\r\n]/g, '');
