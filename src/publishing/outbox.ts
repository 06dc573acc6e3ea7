/** Something to be sent. */
export interface Message {
  readonly topic: string;
  readonly payload: string;
  /** The broker keeps it for whoever comes later; an empty one takes it away. */
  readonly retain: boolean;
}

export interface OutboxLimits {
  readonly messages: number;
  readonly bytes: number;
}

/** What is first in the queue is moved only after so many. */
const MOVED = 1000;

const USUAL: OutboxLimits = { messages: 10_000, bytes: 16 * 2 ** 20 };

/**
 * What waits for a broker. Of what is retained only the last of each topic counts; of the rest the oldest makes room for the newest, and is
 * counted.
 */
export class Outbox {
  readonly #limits: OutboxLimits;
  /** As the broker is to have it, by topic. */
  readonly #retained = new Map<string, string>();
  readonly #changed = new Set<string>();
  #queue: Message[] = [];
  /** So many of the queue are gone already: what is first is not moved for each. */
  #gone = 0;
  #bytes = 0;
  #dropped = 0;
  #wake: (() => void) | undefined;

  constructor(limits: OutboxLimits = USUAL) {
    this.#limits = limits;
  }

  /** Stands from now on; what stands already is not sent again. */
  retain(topic: string, payload: string): void {
    if (this.#retained.get(topic) === payload) return;
    this.#retained.set(topic, payload);
    this.#changed.add(topic);
    this.#wake?.();
  }

  push(topic: string, payload: string): void {
    this.#queue.push({ topic, payload, retain: false });
    this.#bytes += sizeOf(topic, payload);
    this.#makeRoom();
    this.#wake?.();
  }

  /** The next ones, retained ones first; at most so many. */
  take(most: number): readonly Message[] {
    const topics = [...this.#changed].slice(0, most);
    const retained = topics.map((topic) => ({ topic, payload: this.#retained.get(topic) ?? '', retain: true }));
    for (const { topic, payload } of retained) {
      this.#changed.delete(topic);
      if (payload === '') this.#retained.delete(topic);
    }
    const others = this.#queue.slice(this.#gone, this.#gone + most - retained.length);
    for (const _ of others) this.#shift();
    return [...retained, ...others];
  }

  /** What was taken and may not have arrived: the next to be taken again. */
  putBack(messages: readonly Message[]): void {
    for (const { topic, payload, retain } of messages.filter((one) => one.retain)) {
      // What stands there now is newer.
      if (!this.#retained.has(topic) && retain) this.#retained.set(topic, payload);
      this.#changed.add(topic);
    }
    const others = messages.filter(({ retain }) => !retain);
    this.#queue = [...others, ...this.#queue.slice(this.#gone)];
    this.#gone = 0;
    for (const { topic, payload } of others) this.#bytes += sizeOf(topic, payload);
    this.#makeRoom();
  }

  /** A broker that has begun anew knows nothing of what it had kept. */
  sendRetainedAgain(): void {
    for (const topic of this.#retained.keys()) this.#changed.add(topic);
  }

  /** Resolves when there is something to be taken. */
  async filled(): Promise<void> {
    while (this.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  get length(): number {
    return this.#waiting + this.#changed.size;
  }

  /** How many were dropped since it was asked last. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  get #waiting(): number {
    return this.#queue.length - this.#gone;
  }

  #makeRoom(): void {
    while (this.#waiting > this.#limits.messages || this.#bytes > this.#limits.bytes) {
      this.#shift();
      this.#dropped++;
    }
  }

  #shift(): void {
    const { topic, payload } = this.#queue[this.#gone++]!;
    this.#bytes -= sizeOf(topic, payload);
    if (this.#gone < MOVED) return;
    this.#queue = this.#queue.slice(this.#gone);
    this.#gone = 0;
  }
}

const sizeOf = (topic: string, payload: string): number => topic.length + payload.length;
