import assert from 'node:assert/strict';
import type { Instrument } from '../definition/instrument.ts';
import type { Stream } from '../definition/stream.ts';
import { concatBytes, toBytes } from '../kit/bytes.ts';
import type { Decoded } from '../sieve/sieve.ts';
import { type Random, seeded } from '../simulator/random.ts';
import { assertBooked, trafficOf } from './decoding.ts';
import type { Fixture } from './fixture.ts';
import { describeRecord, type Sifted, sieveOf, sift, type Traffic } from './sift.ts';

/** A stretch of bytes with the records that it is: several where streams share their frames. */
interface Example {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly records: readonly Decoded[];
  /** With what the instrument was asked before. */
  readonly whole: readonly Traffic[];
  asked(bytes: Uint8Array): readonly Traffic[];
}

const memoryless = ({ joins: _, ...stream }: Stream): Stream => ({ ...stream, publish: 'always' });

/** Each record by itself, whatever came before it. */
const withoutMemory = (definition: Instrument): Instrument => ({
  ...definition,
  samples: Object.fromEntries(Object.entries(definition.samples).map(([name, stream]) => [name, memoryless(stream)])),
});

const keyOf = ({ log, bytes }: Decoded): string => `${log?.offset}+${bytes.length}`;

const LINE_END = toBytes('\r\n');
const endsLine = (bytes: Uint8Array): boolean => bytes.at(-1) === LINE_END[1];

const endsWithLine = (stream: Stream | undefined): boolean =>
  stream?.kind === 'line' || (stream?.kind === 'block' && stream.to !== undefined);

/** A fixture may end before its last line does. */
function exampleOf({ samples }: Instrument, records: readonly Decoded[], sent: string | undefined): Example {
  const [first] = records;
  const own = first?.bytes ?? LINE_END;
  const bytes = endsWithLine(samples[first?.stream ?? '']) && !endsLine(own) ? concatBytes([own, LINE_END]) : own;
  const asked = (what: Uint8Array): Traffic[] => [...(sent === undefined ? [] : [{ sent }]), what];
  return { name: records.map(({ stream }) => stream).join(' and '), bytes, records, whole: asked(bytes), asked };
}

/** One for each stream. */
function examplesOf(definition: Instrument, fixtures: readonly Fixture[]): readonly Example[] {
  const covered = new Set<string>();
  return fixtures.flatMap((fixture) => {
    const good = sift(sieveOf(definition), trafficOf(fixture)).records.filter(
      ({ quality }) => quality !== 'checksum_failed',
    );
    return [...Map.groupBy(good, keyOf).values()].flatMap((records) => {
      if (records.every(({ stream }) => covered.has(stream))) return [];
      for (const { stream } of records) covered.add(stream);
      return [exampleOf(definition, records, fixture.sent)];
    });
  });
}

/** What separates a broken record from the next one: without a line's end both would be one line. */
const separatorOf = ({ samples }: Instrument): Uint8Array =>
  Object.values(samples).some(({ kind }) => kind !== 'frame') ? LINE_END : new Uint8Array();

const written = (record: Decoded): string => JSON.stringify(describeRecord(record));

/** Every byte that is not in a record that was given out is counted as unmatched. */
function assertCounted({ records, counts }: Sifted, message: string): void {
  assertBooked(counts);
  const claimed = [...Map.groupBy(records, keyOf).values()].reduce(
    (sum, [record]) => sum + (record?.bytes.length ?? 0),
    0,
  );
  assert.equal(counts.claimed, claimed, `${message}: bytes that are claimed are those of the records`);
}

/** How often each record was given out with these very bytes. */
function assertFound(found: Sifted, { records, bytes, name }: Example, times: number, message: string): void {
  assertCounted(found, message);
  for (const wanted of records) {
    const same = found.records.filter((one) => written(one) === written(wanted) && one.bytes.length === bytes.length);
    assert(same.length >= times, `${message}: ${name}: ${wanted.stream} was found ${same.length} times, not ${times}`);
  }
}

interface Bench {
  readonly examples: readonly Example[];
  readonly separator: Uint8Array;
  sift(traffic: Iterable<Traffic>): Sifted;
}

function benchOf(definition: Instrument, fixtures: readonly Fixture[]): Bench {
  const plain = withoutMemory(definition);
  const newSieve = sieveOf(plain);
  return {
    examples: examplesOf(plain, fixtures),
    separator: separatorOf(plain),
    sift: (traffic) => sift(newSieve, traffic),
  };
}

/** Behind a record that was cut at any byte, the next one is found whole. */
export function survivesTruncation(definition: Instrument, fixtures: readonly Fixture[]): void {
  const { examples, separator, sift } = benchOf(definition, fixtures);
  for (const example of examples) {
    for (let cut = 1; cut < example.bytes.length; cut++) {
      const found = sift([...example.asked(example.bytes.subarray(0, cut)), separator, ...example.whole]);
      assertFound(found, example, 1, `behind its own first ${cut} bytes`);
    }
  }
}

const noise = (random: Random): Uint8Array =>
  Uint8Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256));

/** Of records with noise and broken records in between, only the broken ones are lost. */
export function survivesNoise(definition: Instrument, fixtures: readonly Fixture[]): void {
  const { examples, separator, sift } = benchOf(definition, fixtures);
  const random = seeded(37);
  for (let round = 0; round < 50; round++) {
    const found = sift(
      examples.flatMap(({ bytes, whole }) => {
        const broken = bytes.subarray(0, Math.floor(random() * bytes.length));
        return [noise(random), separator, broken, separator, ...whole];
      }),
    );
    for (const example of examples) assertFound(found, example, 1, `round ${round}`);
  }
}

const FOREIGN = toBytes('[unit:DLOGP4]:Instrument Started [No Initialize]\r\n');

const FLIPS = 200;

function withFlippedBit(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  damaged[at]! ^= 1 << Math.floor(random() * 8);
  return damaged;
}

/** Of three records in a row only the one in the middle may suffer; one with a checksum is never taken for a good one. */
export function survivesFlippedBits(definition: Instrument, fixtures: readonly Fixture[]): void {
  const { examples, separator, sift } = benchOf(definition, fixtures);
  const random = seeded(16);
  for (const example of examples) {
    const { bytes, asked, whole, records } = example;
    const proven = records.every(({ stream }) => {
      const shape = definition.samples[stream];
      return shape?.kind === 'frame' && shape.checksum !== undefined;
    });
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / FLIPS)) {
      const found = sift([
        FOREIGN,
        ...whole,
        separator,
        ...asked(withFlippedBit(bytes, at, random)),
        separator,
        ...whole,
      ]);
      assertFound(found, example, 2, `with a bit flipped in byte ${at} of the one between`);
      const good = found.records.filter(({ quality }) => quality === 'ok').length;
      if (proven) assert.equal(good, 2 * records.length, `a bit flipped in byte ${at} is noticed`);
    }
  }
}

/** What somebody else wrote into the stream costs at most the record that it interrupts. */
export function survivesForeignLines(definition: Instrument, fixtures: readonly Fixture[]): void {
  const { examples, separator, sift } = benchOf(definition, fixtures);
  for (const example of examples) {
    const { bytes, asked, whole } = example;
    const middle = bytes.length >> 1;
    const interrupted = [...asked(bytes.subarray(0, middle)), separator, FOREIGN, bytes.subarray(middle)];
    const found = sift([
      FOREIGN,
      ...whole,
      separator,
      FOREIGN,
      ...interrupted,
      separator,
      FOREIGN,
      ...whole,
      separator,
      FOREIGN,
    ]);
    assertFound(found, example, 2, 'between lines of a logger');
  }
}
