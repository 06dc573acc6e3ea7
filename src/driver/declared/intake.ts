import type { Instrument } from '../../definition/instrument.ts';
import { toText } from '../../kit/bytes.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Sample } from '../../model/sample.ts';
import { HEADER_SIZE } from '../../packet/codec.ts';
import { comparePositions, type Position } from '../../packet/position.ts';
import type { Decoded, Sieve } from '../../sieve/sieve.ts';
import { toSamples } from '../../sieve/to-sample.ts';
import type { ReceivedPacket } from '../connection.ts';
import type { FoundSample } from '../dialogue/options.ts';
import { type Guard, trusting } from '../guard.ts';

/** Live bytes of the instrument, and the samples that they completed. */
export interface Received {
  readonly link: string;
  readonly bytes: Uint8Array;
  readonly found: readonly FoundSample[];
  readonly samples: readonly Sample[];
}

export interface IntakeOptions {
  readonly definition: Instrument;
  readonly instrument: string;
  readonly link: string;
  readonly clock: Clock;
  readonly sieve: Sieve;
  readonly guard?: Guard | undefined;
  /** Bytes before it were decided earlier. */
  readonly from: Position | undefined;
}

/** The payloads by which port agents, ours and original ones, say that the instrument's bytes broke off. */
const CUT = /^(LINK_DOWN|DISCONNECTED)\b/;

/** From packets to samples, with the place in the log up to which everything is decided. */
export class Intake {
  readonly #options: IntakeOptions;
  #end: Position | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#end = options.from;
  }

  /** A new intake that begins here yields what this one has not yet. */
  get resume(): Position | undefined {
    return this.#options.sieve.pending ?? this.#end;
  }

  take(packets: readonly ReceivedPacket[], onLive: (received: Received) => void): readonly Sample[] {
    const all: Sample[] = [];
    for (const received of packets) {
      const { bytes, found } = this.#sift(received);
      const { instrument, link, clock } = this.#options;
      const samples = toSamples(found, { instrument, link, now: clock.now() });
      all.push(...samples);
      if (received.live && bytes !== undefined) onLive({ link, bytes, found, samples });
    }
    return all;
  }

  #sift({ packet, position }: ReceivedPacket): { bytes?: Uint8Array; found: readonly Decoded[] } {
    const { sieve, from, guard = trusting } = this.#options;
    const end = position && { day: position.day, offset: position.offset + HEADER_SIZE + packet.payload.length };
    if (end !== undefined) {
      if (from !== undefined && comparePositions(end, from) <= 0) return { found: [] };
      this.#end = end;
    }
    if (packet.type === 'DATA_FROM_DRIVER') sieve.sent(packet.payload);
    if (packet.type === 'PORT_AGENT_STATUS' && CUT.test(toText(packet.payload))) return { found: sieve.reset() };
    if (packet.type !== 'DATA_FROM_INSTRUMENT') return { found: [] };
    const start = position && { day: position.day, offset: position.offset + HEADER_SIZE };
    const known = start && from && start.day === from.day ? Math.max(0, from.offset - start.offset) : 0;
    const bytes = packet.payload.subarray(known);
    const origin = start && { day: start.day, offset: start.offset + known };
    return {
      bytes,
      found: guard('finding records', () => sieve.push(bytes, { time: packet.time, ...(origin && { origin }) })),
    };
  }
}
