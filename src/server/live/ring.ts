import type { Told } from './told.ts';

export interface RingSize {
  readonly messages: number;
  readonly bytes: number;
}

/** What was told last, each with its number: for those who come back, and as the queue of all who listen. */
export class Ring {
  readonly #size: RingSize;
  readonly #messages = new Map<number, Told>();
  #bytes = 0;
  #first = 1;
  #next = 1;

  constructor(size: RingSize) {
    this.#size = size;
  }

  /** The number of the oldest that is still known. */
  get first(): number {
    return this.#first;
  }

  /** The number that the next one will have. */
  get next(): number {
    return this.#next;
  }

  get bytes(): number {
    return this.#bytes;
  }

  at(number: number): Told | undefined {
    return this.#messages.get(number);
  }

  add(told: Told): void {
    this.#messages.set(this.#next++, told);
    this.#bytes += told.text.length;
    while (this.#bytes > this.#size.bytes || this.#messages.size > this.#size.messages) this.#forget();
  }

  /** Forgets all of them, and leaves a number out: whoever has had the last one has missed what comes meanwhile. */
  clear(): void {
    this.#messages.clear();
    this.#bytes = 0;
    this.#first = ++this.#next;
  }

  #forget(): void {
    this.#bytes -= this.#messages.get(this.#first)?.text.length ?? 0;
    this.#messages.delete(this.#first++);
  }
}
