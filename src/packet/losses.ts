import { type Nanos, toIso } from '../kit/time.ts';
import type { Packet } from './decoder.ts';

/** A stretch of time that the log has nothing of, though packets came. */
export interface Gap {
  readonly from: Nanos;
  readonly to: Nanos;
  readonly packets: number;
  /** Bytes of payload. */
  readonly bytes: number;
}

/** Counts the packets that could not be written: since the last gap was told, and altogether. */
export class Losses {
  #gap: Gap | undefined;
  #packets = 0;
  #bytes = 0;

  /** What was lost since {@link told}. */
  get gap(): Gap | undefined {
    return this.#gap;
  }

  get packets(): number {
    return this.#packets;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(packets: readonly Packet[]): void {
    for (const { time, payload } of packets) {
      const { from = time, packets: count = 0, bytes = 0 } = this.#gap ?? {};
      this.#gap = { from, to: time, packets: count + 1, bytes: bytes + payload.length };
      this.#packets++;
      this.#bytes += payload.length;
    }
  }

  /** The gap stands in the log: the next one begins anew. */
  told(): void {
    this.#gap = undefined;
  }
}

/** The payload of the fault packet that stands in the log where packets are missing. */
export const describeGap = (gap: Gap, reason: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      fault: 'log_gap',
      from: toIso(gap.from),
      to: toIso(gap.to),
      packets: gap.packets,
      bytes: gap.bytes,
      reason,
    }),
  );
