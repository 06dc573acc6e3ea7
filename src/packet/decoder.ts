import { DAY, type Nanos, toMillis } from '../kit/time.ts';
import { claimedSize, findCandidate, judge } from './candidate.ts';
import { HEADER_SIZE, readHeader } from './codec.ts';
import { HeldBytes } from './held-bytes.ts';
import { type Generation, type PacketType, typeName } from './types.ts';

export interface Packet {
  readonly type: PacketType;
  readonly time: Nanos;
  readonly payload: Uint8Array;
  /** The whole packet as it stands in the stream, header included. */
  readonly bytes: Uint8Array;
  /** Where its first byte stands in the stream. */
  readonly offset: number;
  /** In bytes, header included. */
  readonly size: number;
}

export interface DecoderOptions {
  readonly generation?: Generation;
  /** The offset of the first byte that will be pushed; 0 unless given. */
  readonly offset?: number;
  /**
   * How many ms later than an incomplete candidate a packet inside it must be dated to prove it false: a minute unless given.
   * `Infinity` for what has an end, such as a file: what comes out then depends on the bytes alone, not on how they are cut.
   */
  readonly patience?: number;
}

/**
 * Finds the packets in a stream of bytes, however it is cut, and past whatever is damaged.
 *
 * Every place with a sync and a possible header is a candidate. When all the bytes it claims have come, its checksum decides;
 * a false one costs one byte, and the search goes on behind it. (Of damaged sizes one in 256 has the right checksum all the same:
 * it is one byte. Nobody can tell then.) A candidate that is still incomplete is waited for, and what stands inside it with it,
 * because a payload may well contain packets: of a log that is sent over a link, or of an instrument that speaks in them. It is
 * given up when a whole packet inside it is dated so much later that the candidate would have been complete long since, or when
 * it is dated so late that it must be noise. At the very most 64 KiB are waited for, and {@link end} waits for none.
 *
 * Payloads are views of the bytes that were pushed, which must therefore not be changed afterwards.
 */
export class PacketDecoder {
  readonly #generation: Generation;
  readonly #patience: number;
  readonly #held = new HeldBytes();
  #offset: number;
  /** How far into the first candidate, while it is incomplete, the search for what contradicts it has come. */
  #searched = 1;
  #latest: Nanos | undefined;
  #skippedBytes = 0;
  #badChecksums = 0;

  constructor({ generation = 'newest', offset = 0, patience = 60_000 }: DecoderOptions = {}) {
    this.#generation = generation;
    this.#patience = patience;
    this.#offset = offset;
  }

  /** Bytes that belonged to no packet. */
  get skippedBytes(): number {
    return this.#skippedBytes;
  }

  /** Candidates that were complete and whose checksum was wrong. */
  get badChecksums(): number {
    return this.#badChecksums;
  }

  /** Bytes that came and are not yet decided about; they begin at {@link offset}. */
  get pendingBytes(): number {
    return this.#held.view.length;
  }

  /** Where the stream is not yet decided: everything before was handed out or skipped. */
  get offset(): number {
    return this.#offset;
  }

  /** The packets that are complete with these bytes. */
  push(bytes: Uint8Array): Packet[] {
    this.#held.append(bytes);
    return this.#decode(false);
  }

  /** No more will come: what stands inside an incomplete candidate comes out, the rest is skipped. */
  end(): Packet[] {
    return this.#decode(true);
  }

  #decode(ended: boolean): Packet[] {
    const bytes = this.#held.view;
    const packets: Packet[] = [];
    const searched = this.#searched;
    this.#searched = 1;
    let at = 0;
    while (at < bytes.length) {
      const start = findCandidate(bytes, at);
      this.#skippedBytes += start - at;
      at = start;
      if (at === bytes.length) break;
      const verdict = judge(bytes, at);
      if (verdict === 'whole') {
        const packet = this.#packet(bytes, at);
        packets.push(packet);
        at += packet.size;
        continue;
      }
      if (verdict === 'incomplete' && !ended && !this.#isContradicted(bytes, at, at === 0 ? searched : 1)) break;
      if (verdict === 'damaged') this.#badChecksums++;
      this.#skippedBytes++;
      at++;
    }
    this.#offset += at;
    this.#held.drop(at);
    return packets;
  }

  #packet(bytes: Uint8Array, at: number): Packet {
    const { type, size, time } = readHeader(bytes, at);
    if (this.#latest === undefined || time > this.#latest) this.#latest = time;
    const start = bytes.byteOffset + at;
    return {
      type: typeName(type, this.#generation),
      time,
      payload: new Uint8Array(bytes.buffer, start + HEADER_SIZE, size - HEADER_SIZE),
      bytes: new Uint8Array(bytes.buffer, start, size),
      offset: this.#offset + at,
      size,
    };
  }

  /** Whether a packet inside the incomplete candidate at `at`, and not in its first `searched` bytes, proves that it is none. */
  #isContradicted(bytes: Uint8Array, at: number, searched: number): boolean {
    if (bytes.length - at < HEADER_SIZE || this.#patience === Number.POSITIVE_INFINITY) return false;
    const { time } = readHeader(bytes, at);
    const noise = this.#latest !== undefined && time > this.#latest + DAY;
    let undecided: number | undefined;
    let inner = findCandidate(bytes, at + searched);
    while (inner < bytes.length) {
      const verdict = judge(bytes, inner);
      if (verdict === 'whole' && (noise || toMillis(readHeader(bytes, inner).time - time) > this.#patience))
        return true;
      if (verdict === 'incomplete') undecided ??= inner;
      inner = findCandidate(bytes, inner + (verdict === 'whole' ? claimedSize(bytes, inner) : 1));
    }
    this.#searched = (undecided ?? bytes.length) - at;
    return false;
  }
}
