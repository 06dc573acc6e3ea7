import { Readable } from 'node:stream';
import type { LiveTopic } from '../../model/api/live.ts';
import type { Ring } from './ring.ts';
import { serverEvent, type Told } from './told.ts';

/** What somebody wants to hear: of an instrument, or of all of them together. */
export type Wants = (topic: LiveTopic, instrument: string | undefined) => boolean;

export interface LiveClientOptions {
  readonly ring: Ring;
  readonly wants: Wants;
  /** The number of the message that it gets first. */
  readonly next: number;
  /** What it was told before is not all that there was. */
  readonly hasGap: boolean;
  idOf(number: number): string;
  now(): { readonly iso: string; readonly elapsed: number };
}

/** So much waits for one client besides the ring that all share, in bytes. */
const AHEAD = 256 << 10;
const BEAT = 1000;

/** One who listens. What it has not taken yet waits in the ring, so that a slow one costs no memory of its own. */
export class LiveClient {
  readonly stream: Readable;
  readonly #options: LiveClientOptions;
  #next: number;
  #sent = 0;
  #taken = 0;
  #tookAt: number;
  #spokeAt: number;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#next = options.next;
    this.stream = new Readable({ read() {}, encoding: 'utf8', highWaterMark: AHEAD });
    this.#tookAt = options.now().elapsed;
    this.#spokeAt = this.#tookAt;
    this.#say(`retry: 1000\n\n${options.hasGap ? this.#own('gap', {}) : ''}${this.#beat()}`);
  }

  /** Hands on what it wants of what is new. */
  pump(): void {
    const { ring } = this.#options;
    const texts: string[] = [];
    let size = this.stream.readableLength;
    while (this.#next < ring.next && size < AHEAD) {
      const told = ring.at(this.#next++);
      if (told === undefined || !this.#isFor(told)) continue;
      texts.push(told.text);
      size += told.text.length;
    }
    const isQuiet = this.stream.readableLength === 0 && this.#options.now().elapsed - this.#spokeAt >= BEAT;
    if (texts.length > 0) this.#say(texts.join(''));
    else if (isQuiet) this.#say(this.#beat());
  }

  /** What it is to be told is not known any more, or it has taken nothing for so long while something waited. */
  isLost(stall: number): boolean {
    const { ring, now } = this.#options;
    const { elapsed } = now();
    const taken = this.#sent - this.stream.readableLength;
    if (taken !== this.#taken || this.stream.readableLength === 0) this.#tookAt = elapsed;
    this.#taken = taken;
    return this.#next < ring.first || elapsed - this.#tookAt > stall;
  }

  #isFor({ topic, instrument }: Told): boolean {
    return this.#options.wants(topic, instrument);
  }

  #beat(): string {
    return this.#own('beat', { time: this.#options.now().iso });
  }

  /** Goes on, for who comes back, behind all that it was told or did not want to be. */
  #own(event: string, data: object): string {
    return serverEvent(this.#options.idOf(this.#next - 1), event, data);
  }

  #say(text: string): void {
    this.#sent += text.length;
    this.#spokeAt = this.#options.now().elapsed;
    this.stream.push(text);
  }
}
