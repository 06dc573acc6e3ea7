import type { Clock } from '../kit/clock.ts';
import { ConnectionError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import { splitPayload } from '../packet/codec.ts';
import { LogWriter, type WrittenPacket } from '../packet/log-writer.ts';
import type { WritableType } from '../packet/types.ts';
import { type Backlog, makeBacklog } from './backlog.ts';
import { Feed } from './feed.ts';
import { LinkKeeper, type LinkState, type OpenLink } from './link-keeper.ts';
import { conditionOf, type LinkCondition, linkDown, linkUp } from './link-note.ts';

export interface RecorderOptions {
  readonly spec: LinkSpec;
  readonly open: OpenLink;
  /** The folder of the log. */
  readonly dir: string;
  readonly flushEvery?: number | 'packet';
  readonly clock: Clock;
  readonly logger: Logger;
  onLink(up: boolean): void;
}

/** How many bytes of the device may wait for the disk before it is held back: well below what the log itself gives up at. */
const BACKLOG = 4 << 20;
/** How long a disk may take before the device is no longer held back for it, in ms. */
const PATIENCE_MS = 5000;

interface Outgoing {
  readonly bytes: Uint8Array;
  /** How many packets of it are not yet in the log. */
  packets: number;
  readonly resolve: (sent: Promise<void>) => void;
}

/** How much went over the wire since the start, and when it last did, by the clock's `elapsed`. */
export interface Traffic {
  bytes: number;
  last: number | undefined;
}

/** The wire and its log: whatever goes over the one, in either direction, is in the other before anybody gets it. */
export class Recorder implements AsyncDisposable {
  readonly feed: Feed;
  /** To be told of packets that are in the log now, or that the log had no room for. */
  readonly writer: LogWriter;
  readonly received: Traffic = { bytes: 0, last: undefined };
  readonly sent: Traffic = { bytes: 0, last: undefined };
  readonly #options: RecorderOptions;
  readonly #outgoing: Outgoing[] = [];
  readonly #keeper: LinkKeeper;
  readonly #backlog: Backlog;
  #recordedLink: LinkCondition = 'disconnected';
  #unrecordedNotes = 0;
  #logClosed = false;

  private constructor(options: RecorderOptions, writer: LogWriter) {
    this.#options = options;
    this.writer = writer;
    this.feed = new Feed(writer.end);
    this.#backlog = makeBacklog({ clock: options.clock, limit: BACKLOG, patience: PATIENCE_MS });
    writer.onWritten((batch) => this.#recorded(batch));
    this.#keeper = new LinkKeeper({
      ...options,
      onChunk: ({ bytes, time, room, lostBefore }) => {
        if (lostBefore)
          this.note('PORT_AGENT_FAULT', `${lostBefore} bytes from the instrument came too fast and are lost`);
        this.#count(this.received, bytes);
        writer.append('DATA_FROM_INSTRUMENT', bytes, time, room);
        this.#backlog.add(bytes.length);
        return this.#backlog.room();
      },
      onUp: (name) => {
        this.#noteLink(linkUp(name));
        options.onLink(true);
      },
      onDown: (reason) => {
        this.#noteLink(linkDown(reason));
        options.onLink(false);
      },
    });
  }

  /** Opens the log. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    return new Recorder(options, await LogWriter.open(options));
  }

  /** Begins to connect. To be called once. */
  connect(): void {
    this.#keeper.start();
  }

  get link(): LinkState {
    return this.#keeper.state;
  }

  /** The link's condition by what stands before the feed's end. */
  get recordedLink(): LinkCondition {
    return this.#recordedLink;
  }

  /** Resolves when all that there is to say of the link is before the feed's end, or the signal aborts. */
  async linkRecorded(signal: AbortSignal): Promise<void> {
    while (this.#unrecordedNotes > 0 && !signal.aborted) await this.feed.arrival(this.feed.next, signal);
  }

  #noteLink(note: Uint8Array): void {
    this.#unrecordedNotes++;
    this.writer.append('PORT_AGENT_STATUS', note, this.#options.clock.now());
  }

  /** Notes what the port agent itself has to say. What it learns when the log has closed, nobody can be told. */
  note(type: WritableType, text: string): void {
    if (!this.#logClosed) this.writer.append(type, Buffer.from(text), this.#options.clock.now());
  }

  /** Logs the bytes, then writes them to the device; resolves when they are on their way. A `ConnectionError` when there is no connection. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#keeper.demand('write');
    await new Promise<void>((resolve) => {
      this.writer.append('DATA_FROM_DRIVER', bytes, this.#options.clock.now());
      this.#outgoing.push({ bytes, packets: splitPayload(bytes).length, resolve });
    });
  }

  async sendBreak(ms: number): Promise<void> {
    const answer = await this.#keeper.sendBreak(ms);
    this.note('PORT_AGENT_STATUS', answer === undefined ? `BREAK ${ms}` : `BREAK ${ms} ${answer}`);
  }

  #recorded(batch: readonly WrittenPacket[]): void {
    for (const { packet } of batch) {
      const condition = conditionOf(packet);
      if (condition !== undefined) {
        this.#recordedLink = condition;
        this.#unrecordedNotes--;
      }
      if (packet.type === 'DATA_FROM_INSTRUMENT') this.#backlog.remove(packet.payload.length);
      const first = this.#outgoing[0];
      if (packet.type !== 'DATA_FROM_DRIVER' || first === undefined || --first.packets > 0) continue;
      this.#outgoing.shift();
      first.resolve(this.#transmit(first.bytes));
    }
    this.feed.push(batch);
  }

  async #transmit(bytes: Uint8Array): Promise<void> {
    await this.#keeper.write(bytes);
    this.#count(this.sent, bytes);
  }

  #count(traffic: Traffic, bytes: Uint8Array): void {
    traffic.bytes += bytes.length;
    traffic.last = this.#options.clock.elapsed();
  }

  /** Closes the link, then the log: what came until then is in it. */
  async close(): Promise<void> {
    await this.#keeper.close();
    this.#logClosed = true;
    await this.writer.close();
    const lost = Promise.reject(new ConnectionError('the port agent was stopped'));
    lost.catch(() => {});
    for (const { resolve } of this.#outgoing.splice(0)) resolve(lost);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
