import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Bus } from '../../bus/bus.ts';
import type { Topic, Topics } from '../../bus/topics.ts';
import { type Clock, every, type Timer } from '../../kit/clock.ts';
import { TooManyError } from '../../kit/errors.ts';
import { toIso } from '../../kit/time.ts';
import type { LiveTopic } from '../../model/api/live.ts';
import { toEventJson } from '../../model/event.ts';
import type { Limits } from '../limits.ts';
import type { Traffic } from '../traffic.ts';
import { LiveClient, type Wants } from './live-client.ts';
import { PendingSamples } from './pending-samples.ts';
import { Ring } from './ring.ts';
import { SummaryChanges } from './summary-changes.ts';
import { serverEvent } from './told.ts';

export interface LiveFeedOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly traffic: Traffic;
}

export interface Joining {
  readonly address: string;
  readonly wants: Wants;
  /** What it was told last, where it comes back. */
  readonly lastId?: string | undefined;
}

/** Clients are written to this often, each in one piece, in ms. */
const BATCH = 200;
/** So long after the last client has gone what happens is still kept for those who come back, in ms. */
const LINGER = 60_000;

/**
 * What happens, told to everybody who listens: made into text once, numbered, and kept for a while. Nothing is done for nobody: it hears the
 * bus only while somebody listens, or did a moment ago.
 */
export class LiveFeed implements Disposable {
  readonly #options: LiveFeedOptions;
  readonly #boot = randomBytes(4).toString('hex');
  readonly #ring: Ring;
  readonly #summaries = new SummaryChanges();
  readonly #samples = new PendingSamples();
  readonly #clients = new Map<LiveClient, Joining['address']>();
  #leaveBus: (() => void)[] = [];
  #beat: Timer | undefined;
  #sleep: Timer | undefined;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    const { liveMessages: messages, liveBytes: bytes } = options.limits;
    this.#ring = new Ring({ messages, bytes });
  }

  /** What a client is sent, until either side ends it. A `TooManyError` where there are enough of them. */
  join({ address, wants, lastId }: Joining): Readable {
    this.#checkRoom(address);
    this.#wake();
    const last = this.#numberOf(lastId);
    const client = new LiveClient({
      ring: this.#ring,
      wants,
      next: last === undefined ? this.#ring.next : last + 1,
      hasGap: lastId !== undefined && last === undefined,
      idOf: (number) => `${this.#boot}-${number}`,
      now: () => ({ iso: toIso(this.#options.clock.now()), elapsed: this.#options.clock.elapsed() }),
    });
    this.#clients.set(client, address);
    this.#options.traffic.liveClients = this.#clients.size;
    client.stream.once('close', () => this.#leave(client));
    client.pump();
    return client.stream;
  }

  /** How much of what was told is kept, in bytes. */
  get kept(): number {
    return this.#ring.bytes;
  }

  [Symbol.dispose](): void {
    this.#beat?.cancel();
    for (const client of this.#clients.keys()) client.stream.destroy();
    this.#clients.clear();
    this.#fallAsleep();
  }

  #checkRoom(address: string): void {
    const { liveClients, liveClientsOfAddress } = this.#options.limits;
    const ofAddress = [...this.#clients.values()].filter((other) => other === address).length;
    if (this.#clients.size >= liveClients) throw new TooManyError(`${liveClients} listen already`, 10);
    if (ofAddress >= liveClientsOfAddress)
      throw new TooManyError(`${liveClientsOfAddress} listen from ${address} already`, 10);
  }

  /** The number in an id that was told since this server began, and from which on all is known. */
  #numberOf(id: string | undefined): number | undefined {
    const [, boot, digits] = /^([0-9a-f]+)-(\d{1,15})$/.exec(id ?? '') ?? [];
    const number = Number(digits);
    return boot === this.#boot && number + 1 >= this.#ring.first && number < this.#ring.next ? number : undefined;
  }

  #leave(client: LiveClient): void {
    if (!this.#clients.delete(client)) return;
    this.#options.traffic.liveClients = this.#clients.size;
    if (this.#clients.size > 0) return;
    this.#beat?.cancel();
    this.#beat = undefined;
    this.#sleep = this.#options.clock.after(LINGER, () => this.#fallAsleep());
  }

  #wake(): void {
    this.#sleep?.cancel();
    this.#sleep = undefined;
    this.#beat ??= every(this.#options.clock, BATCH, () => this.#turn());
    if (this.#leaveBus.length > 0) return;
    const { bus } = this.#options;
    const hear = <T extends Topic>(topic: T, listener: (message: Topics[T]) => void): void => {
      this.#leaveBus.push(bus.subscribe(topic, listener));
    };
    hear('samples', (told) => this.#samples.add(told));
    hear('summary', (summary) => {
      const changes = this.#summaries.of(summary);
      if (changes) this.#tell('summary', summary.id, changes);
    });
    hear('event', (event) => this.#tell('event', event.instrument, toEventJson(event)));
    hear('job', (job) => this.#tell('job', job.instrument, job));
    hear('parameters', (told) => this.#tell('parameters', told.instrument, told));
    hear('alert', (alert) => this.#tell('alert', alert.instrument, alert));
    hear('lock', (told) => this.#tell('lock', told.instrument, told));
    hear('mission', (run) => this.#tell('mission', undefined, run));
    hear('registry', (told) => {
      this.#summaries.forget(told.instrument);
      this.#tell('registry', told.instrument, told);
    });
  }

  #fallAsleep(): void {
    this.#sleep?.cancel();
    for (const leave of this.#leaveBus) leave();
    this.#leaveBus = [];
    this.#summaries.clear();
    this.#samples.take();
    this.#ring.clear();
  }

  #tell(topic: LiveTopic, instrument: string | undefined, data: object): void {
    const text = serverEvent(`${this.#boot}-${this.#ring.next}`, topic, data);
    this.#ring.add({ topic, instrument, text });
    this.#options.traffic.liveMessages++;
  }

  #turn(): void {
    for (const samples of this.#samples.take()) this.#tell('samples', samples.instrument, samples);
    for (const client of [...this.#clients.keys()]) {
      if (client.isLost(this.#options.limits.liveStall)) this.#cut(client);
      else client.pump();
    }
  }

  #cut(client: LiveClient): void {
    this.#options.traffic.liveCut++;
    client.stream.destroy();
    this.#leave(client);
  }
}
