import type { Instrument } from '../definition/instrument.ts';
import { toBytes } from '../kit/bytes.ts';
import { toIso } from '../kit/time.ts';
import { toJsonValue } from '../model/sample-json.ts';
import { compileSieve, type NewSieve } from '../sieve/compile-sieve.ts';
import type { Decoded, SieveCounts } from '../sieve/sieve.ts';
import type { ExpectedRecord } from './fixture.ts';

/** What goes into a sieve: bytes from the instrument, or a command to it. */
export type Traffic = Uint8Array | { readonly sent: string };

export interface Sifted {
  readonly records: readonly Decoded[];
  readonly counts: SieveCounts;
}

export const DAY = '2026-01-01';

/** Sends traffic through a new sieve to its end; the log's offset of each byte is its place in the stream. */
export function sift(newSieve: NewSieve, traffic: Iterable<Traffic>): Sifted {
  const sieve = newSieve();
  const records: Decoded[] = [];
  let offset = 0;
  for (const part of traffic) {
    if (part instanceof Uint8Array) {
      records.push(...sieve.push(part, { origin: { day: DAY, offset } }));
      offset += part.length;
    } else sieve.sent(toBytes(part.sent));
  }
  records.push(...sieve.end());
  return { records, counts: sieve.counts };
}

export const sieveOf = (definition: Instrument): NewSieve => compileSieve(definition);

/** Bytes in pieces of one size. */
export function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All that can be told of a record, for comparison. */
export const describeRecord = (record: Decoded): Required<Omit<ExpectedRecord, 'device'>> & { device?: string } => ({
  stream: record.stream,
  quality: record.quality,
  values: Object.fromEntries(Object.entries(record.values).map(([name, value]) => [name, toJsonValue(value)])),
  ...(record.device !== undefined && { device: toIso(record.device) }),
});

/** A record and its place as one text, so that many can be compared quickly. */
export const signature = (record: Decoded): string =>
  JSON.stringify([describeRecord(record), record.log?.offset, record.bytes.length]);

export const signatures = (records: readonly Decoded[]): string[] => records.map(signature);
