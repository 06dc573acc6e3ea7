import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { type Clock, every } from '../../kit/clock.ts';
import { ConnectionError, TooManyError } from '../../kit/errors.ts';
import { formatPosition, type Position } from '../../packet/position.ts';
import type { ReceivedPacket } from '../../port-agent/attachment.ts';
import { LoggerClient } from '../../port-agent/logger-client.ts';
import { runningPortAgent } from '../../port-agent/run-file.ts';
import type { Traffic } from '../traffic.ts';
import { behind, directionOf, toEntry } from './entries.ts';
import type { LogOf } from './log-of.ts';

export interface FollowingOptions {
  readonly data: string;
  readonly clock: Clock;
  readonly traffic: Traffic;
  readonly limits: { readonly liveClients: number; readonly liveStall: number };
}

export interface FollowOptions {
  readonly log: LogOf;
  /** Where to begin; with what comes next unless given. */
  readonly from: Position | undefined;
  readonly signal: AbortSignal;
}

const BEAT = 5000;

/**
 * What goes over a line, as it is logged, for whoever follows. It is read from the port agent as fast as it is taken: what a slow one has
 * not taken waits in the log and costs no memory.
 */
export class TranscriptFollowing {
  readonly #options: FollowingOptions;
  #following = 0;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  async follow({ log, from, signal }: FollowOptions): Promise<Readable> {
    const { data, clock, limits, traffic } = this.#options;
    if (this.#following >= limits.liveClients)
      throw new TooManyError(`${this.#following} clients follow transcripts already`, 5);
    const running = await runningPortAgent(join(data, 'run'), log.name);
    if (running === undefined) throw new ConnectionError(`the port agent of ${log.name} does not run`);
    const { listen, ports } = running;
    const client = new LoggerClient(listen, ports.data, { httpPort: ports.http, from: from ?? 'end', clock });
    const stream = new PassThrough({ highWaterMark: 64 * 1024 });
    const waiting = { since: undefined as number | undefined };
    const say = async (text: string): Promise<void> => {
      if (stream.destroyed || stream.write(text)) return;
      waiting.since = clock.elapsed();
      await once(stream, 'drain', { signal: stop.signal }).catch(() => {});
      waiting.since = undefined;
    };
    const stop = new AbortController();
    const beat = every(clock, BEAT, () => {
      const isStuck = waiting.since !== undefined && clock.elapsed() - waiting.since > limits.liveStall;
      if (isStuck) traffic.liveCut++;
      if (isStuck) stream.destroy();
      else if (waiting.since === undefined) void say(': beat\n\n');
    });
    const leave = (): void => stop.abort();
    signal.addEventListener('abort', leave, { once: true });
    this.#following++;
    traffic.liveClients++;
    stop.signal.addEventListener('abort', () => {
      this.#following--;
      traffic.liveClients--;
      beat.cancel();
      signal.removeEventListener('abort', leave);
      void client.stopComms();
      stream.destroy();
    });
    stream.once('close', leave);
    try {
      await say('retry: 1000\n\n');
      await client.initComms({ onPackets: (packets) => say(textOf(packets)), onLost: () => stream.end() }, signal);
    } catch (error) {
      leave();
      throw error;
    }
    return stream;
  }
}

/** Server-sent events; `id` is where to go on. */
const textOf = (packets: readonly ReceivedPacket[]): string =>
  packets
    .map(({ packet, position }) => {
      const direction = directionOf(packet.type);
      if (direction === undefined || position === undefined) return '';
      const logged = { packet, position };
      return `id: ${formatPosition(behind(logged))}\nevent: entry\ndata: ${JSON.stringify(toEntry(logged, direction))}\n\n`;
    })
    .join('');
