import type { Instrument } from '../../definition/instrument.ts';
import { linksOf, streamsOver } from '../../definition/links.ts';
import type { Remembered } from '../../model/driver-event.ts';
import { compileSieve } from '../../sieve/compile-sieve.ts';
import type { Sieve } from '../../sieve/sieve.ts';

/** A sieve for each of an instrument's links. */
export type Sieves = ReadonlyMap<string, Sieve>;

/** Compiles for each link of a definition a sieve of the streams that come over it. */
export function compileSieves(definition: Instrument): (remembered?: Remembered) => Sieves {
  const { dialogue } = definition;
  const makers = linksOf(definition).map(
    (link) => [link, compileSieve({ dialogue, samples: streamsOver(definition, link) })] as const,
  );
  return (remembered) => new Map(makers.map(([link, make]) => [link, make(remembered)]));
}

/** What these leave behind for those that go on from where they are. */
export const rememberedBy = (sieves: Sieves): Remembered =>
  Object.fromEntries([...sieves.values()].flatMap(({ remembered }) => Object.entries(remembered)));

export interface ByteCounts {
  readonly received: number;
  /** Part of no record. */
  readonly unmatched: number;
  /** Records whose checksum was wrong. */
  readonly checksumFailed: number;
}

/** What was counted before, and what these sieves have counted since. */
export const countedSince = (before: ByteCounts, sieves: Sieves | undefined): ByteCounts =>
  [...(sieves?.values() ?? [])].reduce(
    ({ received, unmatched, checksumFailed }, { counts }) => ({
      received: received + counts.bytes,
      unmatched: unmatched + counts.unmatched,
      checksumFailed: checksumFailed + counts.checksumFailed,
    }),
    before,
  );
