/** Tells whoever listens. */
export class Signal<T> {
  readonly #listeners = new Set<(message: T) => void>();

  tell(message: T): void {
    for (const listener of [...this.#listeners]) listener(message);
  }

  /** Returns the function that ends it. */
  listen = (listener: (message: T) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}
