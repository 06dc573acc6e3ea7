import assert from 'node:assert/strict';
import type { Instrument } from '../definition/instrument.ts';
import { toBytes } from '../kit/bytes.ts';
import type { Value } from '../model/sample.ts';
import type { Decoded, SieveCounts } from '../sieve/sieve.ts';
import { type Random, seeded } from '../simulator/random.ts';
import type { ExpectedRecord, Fixture } from './fixture.ts';
import { DAY, describeRecord, pieces, sieveOf, sift, signature, signatures, type Traffic } from './sift.ts';

const LARGEST_PIECE = 64;

const trafficOf = ({ sent, bytes }: Fixture, size = bytes.length): Traffic[] => [
  ...(sent === undefined ? [] : [{ sent }]),
  ...pieces(bytes, size),
];

const assertBooked = ({ bytes, claimed, unmatched }: SieveCounts): void =>
  assert.equal(claimed + unmatched, bytes, 'every byte is claimed or unmatched');

/** Only what is expected is compared: a record may hold more fields. */
function asExpected(record: Decoded, { values, quality, device }: ExpectedRecord): ExpectedRecord {
  const all = describeRecord(record);
  return {
    stream: all.stream,
    values: Object.fromEntries(Object.keys(values).map((name) => [name, all.values[name]])),
    ...(quality !== undefined && { quality: all.quality }),
    ...(device !== undefined && all.device !== undefined && { device: all.device }),
  };
}

/** A fixture decodes to its expected records, neither more nor less. */
export function decodesAsExpected(definition: Instrument, fixture: Fixture): void {
  const { records, counts } = sift(sieveOf(definition), trafficOf(fixture));
  assertBooked(counts);
  const count = Math.max(records.length, fixture.expected.length);
  for (let i = 0; i < count; i++) {
    const expected = fixture.expected[i];
    const record = records[i];
    const where = `record ${i} of ${fixture.name}`;
    assert(record !== undefined, `${where} is missing: ${JSON.stringify(expected)}`);
    assert(expected !== undefined, `${where} is one too many: ${signature(record)}`);
    assert.deepEqual(asExpected(record, expected), expected, where);
  }
}

/** The same comes out however the bytes are cut. */
export function decodesInPieces(definition: Instrument, fixture: Fixture): void {
  const newSieve = sieveOf(definition);
  const whole = signatures(sift(newSieve, trafficOf(fixture)).records);
  for (let size = 1; size <= LARGEST_PIECE; size++) {
    const { records, counts } = sift(newSieve, trafficOf(fixture, size));
    assertBooked(counts);
    assert.deepEqual(signatures(records), whole, `in pieces of ${size}`);
  }
}

/** A new sieve that starts at the first undecided byte finds what the old one had not yet found. */
export function resumesWhereItStood(definition: Instrument, fixture: Fixture): void {
  const newSieve = sieveOf(definition);
  const whole = signatures(sift(newSieve, trafficOf(fixture)).records);
  const step = Math.max(1, Math.floor(fixture.bytes.length / 200));
  for (let cut = 1; cut < fixture.bytes.length; cut += step) {
    const first = newSieve();
    if (fixture.sent !== undefined) first.sent(toBytes(fixture.sent));
    const before = first.push(fixture.bytes.subarray(0, cut), { origin: { day: DAY, offset: 0 } });
    const from = first.pending?.offset ?? cut;
    const second = newSieve(first.remembered);
    const after = second.push(fixture.bytes.subarray(from), { origin: { day: DAY, offset: from } });
    assert.deepEqual(signatures([...before, ...after, ...second.end()]), whole, `stopped after ${cut} bytes`);
  }
}

/** One record of each stream, with what was sent before it. */
function examples(definition: Instrument, fixtures: readonly Fixture[]): { record: Decoded; sent: Traffic[] }[] {
  const found = new Map<string, { record: Decoded; sent: Traffic[] }>();
  for (const fixture of fixtures) {
    for (const record of sift(sieveOf(definition), trafficOf(fixture)).records) {
      if (record.quality !== 'checksum_failed' && !found.has(record.stream))
        found.set(record.stream, { record, sent: fixture.sent === undefined ? [] : [{ sent: fixture.sent }] });
    }
  }
  return [...found.values()];
}

const hasText = (definition: Instrument): boolean =>
  Object.values(definition.samples).some(({ kind }) => kind !== 'frame');

/** What separates a broken record from the next one: without a line's end both would be one line. */
const separator = (definition: Instrument): Uint8Array => toBytes(hasText(definition) ? '\r\n' : '');

/** What a record shows by itself: what it joins depends on the records before it. */
function alone(definition: Instrument, record: Decoded): ReturnType<typeof describeRecord> {
  const { values, ...rest } = describeRecord(record);
  const joins = definition.samples[record.stream]?.joins ?? {};
  return { ...rest, values: Object.fromEntries(Object.entries(values).filter(([name]) => !(name in joins))) };
}

const assertLast = (definition: Instrument, records: readonly Decoded[], wanted: Decoded, message: string): void => {
  const last = records.findLast(({ stream }) => stream === wanted.stream);
  assert(last !== undefined, `${message}: nothing was found`);
  assert.deepEqual(alone(definition, last), alone(definition, wanted), message);
  assert.deepEqual(last.bytes, wanted.bytes, message);
};

/** Behind a record that was cut at any byte, the next one is found whole. */
export function survivesTruncation(definition: Instrument, fixtures: readonly Fixture[]): void {
  for (const { record, sent } of examples(definition, fixtures)) {
    const { bytes } = record;
    for (let cut = 1; cut < bytes.length; cut++) {
      const traffic = [...sent, bytes.subarray(0, cut), separator(definition), ...sent, bytes];
      const { records, counts } = sift(sieveOf(definition), traffic);
      assertBooked(counts);
      assertLast(definition, records, record, `${record.stream} behind its own first ${cut} bytes`);
    }
  }
}

function noise(random: Random, definition: Instrument): Uint8Array {
  const bytes = Uint8Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256));
  return Buffer.concat([bytes, separator(definition)]);
}

/** Of records with noise and broken records in between, only the broken ones are lost, and their bytes are counted. */
export function survivesNoise(definition: Instrument, fixtures: readonly Fixture[]): void {
  const all = examples(definition, fixtures);
  const random = seeded(37);
  for (let round = 0; round < 50; round++) {
    const traffic: Traffic[] = [];
    const wanted: Decoded[] = [];
    for (const { record, sent } of all) {
      const broken = record.bytes.subarray(0, Math.floor(random() * record.bytes.length));
      traffic.push(noise(random, definition), broken, separator(definition), ...sent, record.bytes);
      wanted.push(record);
    }
    const { records, counts } = sift(sieveOf(definition), traffic);
    assertBooked(counts);
    const found = records.map((record) => JSON.stringify(alone(definition, record)));
    for (const record of wanted) {
      assert(found.includes(JSON.stringify(alone(definition, record))), `round ${round}: ${record.stream} was lost`);
    }
  }
}

const isValue = (value: Value): boolean => value !== null && !(Array.isArray(value) && value.length === 0);

/** Each stream has a fixture, and each field, joined ones too, a value in one of them. */
export function coversAll(definition: Instrument, fixtures: readonly Fixture[]): void {
  const valued = new Set<string>();
  for (const fixture of fixtures) {
    for (const { stream, values } of sift(sieveOf(definition), trafficOf(fixture)).records) {
      for (const [name, value] of Object.entries(values)) if (isValue(value)) valued.add(`${stream}.${name}`);
    }
  }
  const all = Object.entries(definition.samples).flatMap(([stream, { fields, joins }]) =>
    Object.keys({ ...fields, ...joins }).map((name) => `${stream}.${name}`),
  );
  assert.deepEqual(
    all.filter((name) => !valued.has(name)),
    [],
    'fields without a value in any fixture',
  );
}
