/** What a device sends. */
export interface Plan {
  /** Records in all. */
  readonly count: number;
  /** So many of them are sent slowly, before it is told to begin. */
  readonly warmUp: number;
  /** So many at once; as many as are taken unless given. */
  readonly batch?: number;
  /** From one batch to the next, in ms on average; as soon as they are taken unless given. */
  readonly gap?: number;
}

/** What it tells. Times are those of `process.hrtime`, in ms: the same clock in all processes of a machine. */
export type DeviceNews =
  | { readonly type: 'port'; readonly port: number }
  /** All was written: since when, and, where there was a gap, when each batch was. */
  | { readonly type: 'written'; readonly start: number; readonly times: readonly number[] };
