import { EMPTY } from '../kit/bytes.ts';

/**
 * Bytes that wait for those after them. What was once handed out of it is never written to again, so that views of it stay good;
 * appending costs a copy only where something waits, and little even when it comes byte by byte.
 */
export class HeldBytes {
  #view: Uint8Array = EMPTY;
  #room = 0;

  get view(): Uint8Array {
    return this.#view;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#view.length === 0) {
      this.#view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#room = 0;
      return;
    }
    const length = this.#view.length + bytes.length;
    if (this.#room < bytes.length) {
      const capacity = Math.max(length, 2 * this.#view.length);
      const store = new Uint8Array(capacity);
      store.set(this.#view);
      this.#view = store.subarray(0, this.#view.length);
      this.#room = capacity - this.#view.length;
    }
    const grown = new Uint8Array(this.#view.buffer, this.#view.byteOffset, length);
    grown.set(bytes, this.#view.length);
    this.#view = grown;
    this.#room -= bytes.length;
  }

  /** Lets the first `count` bytes go. */
  drop(count: number): void {
    if (count > 0) this.#view = this.#view.subarray(count);
  }
}
