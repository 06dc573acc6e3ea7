import assert from 'node:assert/strict';
import type { Instrument } from '../definition/instrument.ts';
import { toBytes } from '../kit/bytes.ts';
import type { Value } from '../model/sample.ts';
import type { Decoded, SieveCounts } from '../sieve/sieve.ts';
import type { ExpectedRecord, Fixture } from './fixture.ts';
import { DAY, describeRecord, pieces, sieveOf, sift, signature, signatures, type Traffic } from './sift.ts';

const LARGEST_PIECE = 64;
/** How many bytes are cut into pieces in all: of a long fixture not every size is tried. */
const CUT = 1 << 20;

export const trafficOf = ({ sent, bytes }: Fixture, size = bytes.length): Traffic[] => [
  ...(sent === undefined ? [] : [{ sent }]),
  ...pieces(bytes, size),
];

/** Nothing is lost without being counted. */
export const assertBooked = ({ bytes, claimed, unmatched }: SieveCounts): void =>
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
  const step = Math.ceil((LARGEST_PIECE * fixture.bytes.length) / CUT) || 1;
  for (let size = 1; size <= LARGEST_PIECE; size += step) {
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
