import type { Nanos } from '../kit/time.ts';

/** Bytes as they came, stamped when they arrived. */
export interface Chunk {
  readonly time: Nanos;
  readonly bytes: Uint8Array;
  /** How many bytes of the same memory, right in front of these, are free to whoever takes them. */
  readonly room?: number;
  /** Bytes that came before these and had to be dropped: the consumer was too slow, and the medium cannot be slowed. */
  readonly lostBefore?: number;
}

/** An open connection to a device: bytes in both directions until it is closed or breaks. */
export interface Link extends AsyncDisposable {
  /** Where it leads, as people write it: `tcp://10.0.0.12:4001`. */
  readonly name: string;
  /**
   * For one consumer; ends when the link has ended and all that came was taken. A slow consumer slows the device down where the
   * medium can do that; what is held meanwhile is bounded.
   */
  readonly chunks: AsyncIterable<Chunk>;
  /** Never rejects: resolves to why the link ended, or to `undefined` when it was closed from here. */
  readonly closed: Promise<Error | undefined>;
  /** Resolves when the operating system has taken the bytes. Rejects with a `ConnectionError` when the link is or gets closed. */
  write(bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /**
   * Holds the line in the break state. Resolves to what a side channel answered, if there is one and it said anything. Rejects
   * with a `NotImplementedError` where the medium has no such thing.
   */
  sendBreak(ms: number): Promise<string | undefined>;
  /** Idempotent. */
  close(): Promise<void>;
}
