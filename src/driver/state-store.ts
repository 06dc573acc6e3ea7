/** Where a driver keeps its small state over restarts. */
export interface StateStore {
  /** What was written last; `undefined` where there is nothing; `ConfigError` where what was there is of no use and set aside. */
  read(): Promise<unknown>;
  /** Resolves when it is safe. The value is plain JSON. */
  write(state: unknown): Promise<void>;
}
