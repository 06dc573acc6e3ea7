import { asError } from './errors.ts';

/** A list of callbacks for one kind of news. One that throws does not keep the others from hearing it. */
export class Listeners<T> {
  readonly #listeners = new Set<(news: T) => void>();

  /** Returns the function that ends the subscription. */
  add(listener: (news: T) => void): () => void {
    const own = (news: T): void => listener(news);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  emit(news: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(news);
      } catch (thrown) {
        queueMicrotask(() => {
          throw asError(thrown);
        });
      }
    }
  }

  get size(): number {
    return this.#listeners.size;
  }
}
