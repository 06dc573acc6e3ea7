import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteSum } from '../../../definition/checksum.ts';
import type { Instrument } from '../../../definition/instrument.ts';
import type { Parameter } from '../../../definition/parameter.ts';
import { ruleOf } from '../../../driver/parameters/parameter-rule.ts';
import { concatBytes, toBytes } from '../../../kit/bytes.ts';
import { toIso } from '../../../kit/time.ts';
import { compileSieve } from '../../../sieve/compile-sieve.ts';
import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { type ExpectedRecord, type Fixture, fixture, ooiRecords } from '../../../testing/fixture.ts';
import { COORDINATES, type Coordinates, codeOf } from './coordinates.ts';
import { workhorse } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);

const without = (unwanted: RegExp): Instrument => ({
  ...workhorse,
  samples: Object.fromEntries(Object.entries(workhorse.samples).filter(([name]) => !unwanted.test(name))),
});
/** OOI has one name for what Workhorses and Explorers send. */
const workhorseOnly = without(/^explorer_/);
const explorerOnly = without(/^(config|engineering)$/);

const BAD = -32_768;
const known = (value: unknown): unknown => (Array.isArray(value) ? value.map(known) : value === BAD ? null : value);

/** Where OOI is wrong, or has a number for what is not known. */
const corrected = ({ values, ...record }: ExpectedRecord): ExpectedRecord => ({
  ...record,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name === 'pressure' ? Number(value) | 0 : /velocity/.test(name) ? known(value) : value,
    ]),
  ),
});

const expected = (name: string, definition = workhorseOnly): ExpectedRecord[] =>
  ooiRecords(at(`${name}.expected.jsonl.gz`), definition).map(corrected);

const explorer = fixture(at('explorer.pd0'), expected('explorer', explorerOnly));

/** Where this stands in an Explorer's ensemble of eight sections. */
const COORDINATE_TRANSFORM = 22 + 25;
const BOTTOM_VELOCITIES = 1110 + 24;
/** No capture at hand found the bottom. */
const OVER_GROUND = [120, -34, 5, -2];
const { earth } = COORDINATES;

function renamed({ stream, values, ...rest }: ExpectedRecord, name: string, to: Coordinates): ExpectedRecord {
  const names = new Map([
    ...earth.velocities.map((theirs, i) => [theirs, to.velocities[i]!] as const),
    ...earth.good.map((theirs, i) => [theirs, to.good[i]!] as const),
    ...earth.axes.flatMap((axis, i) =>
      ['velocity', 'ref_layer_velocity'].map((what) => [`bt_${axis}_${what}`, `bt_${to.axes[i]}_${what}`] as const),
    ),
  ]);
  const found = OVER_GROUND.map((speed, i) => [`bt_${to.axes[i]}_velocity`, speed]);
  return {
    ...rest,
    stream: stream.replace(/earth$/, name),
    values: {
      ...Object.fromEntries(
        Object.entries(values).map(([field, value]) => [
          names.get(field) ?? field,
          field === 'coord_transform_type' ? codeOf(to) : value,
        ]),
      ),
      ...(stream === 'bottom_track_earth' && Object.fromEntries(found)),
    },
  };
}

/** The glider's first ensemble, as it would be in other coordinates, over a bottom: no capture of these is at hand. */
function inCoordinates([name, coordinates]: readonly [string, Coordinates]): Fixture {
  const bytes = Uint8Array.from(explorer.bytes.subarray(0, 1193));
  bytes[COORDINATE_TRANSFORM]! ^= (codeOf(earth) ^ codeOf(coordinates)) << 3;
  for (const [i, speed] of OVER_GROUND.entries())
    new DataView(bytes.buffer).setInt16(BOTTOM_VELOCITIES + 2 * i, speed, true);
  byteSum.seal(bytes);
  const records = explorer.expected.filter(({ device }) => device === explorer.expected[0]?.device);
  return {
    name: `in ${name} coordinates`,
    bytes,
    expected: records.map((record) => renamed(record, name, coordinates)),
  };
}

describeInstrument(workhorse, {
  fixtures: [
    fixture(at('beam.pd0'), expected('beam')),
    fixture(at('earth.pd0'), expected('earth')),
    fixture(at('logged.dcl'), expected('logged'), { input: 'dcl-hex' }),
    fixture(at('pd12.dat'), expected('pd12')),
    explorer,
    ...Object.entries(COORDINATES).map(inCoordinates),
    ...['ps0', 'ps0-slave', 'ac', 'pt2', 'pt4'].map((name) => fixture(at(`${name}.bin`), expected(name))),
  ],
});

test('what is said behind an ensemble that a break broke off is heard at once', () => {
  const sieve = compileSieve(workhorse)();
  const torn = fixture(at('beam.pd0'), []).bytes.subarray(0, 100);
  const banner = toBytes('\r\n[BREAK Wakeup A]\r\nWorkHorse Broadband ADCP Version 50.40\r\n>PS0\r\n');
  const reply = fixture(at('ps0.bin'), []).bytes;
  const found = sieve.push(concatBytes([torn, banner, reply]));
  assert.deepEqual(
    found.map(({ stream }) => stream),
    ['system_configuration'],
  );
  assert.equal(sieve.pending, undefined);
  assert.equal(sieve.counts.unmatched, torn.length + banner.length);
});

test('a profile that is longer than its section is none, and what has no leader tells no configuration', () => {
  const [fixedLeader, cells] = [18, 9];
  const told = (change: (bytes: Uint8Array) => void) => {
    const bytes = fixture(at('beam.pd0'), []).bytes.slice();
    change(bytes);
    byteSum.seal(bytes);
    return compileSieve(workhorse)().push(bytes);
  };
  const [velocity] = told((bytes) => {
    bytes[fixedLeader + cells] = 120;
  });
  assert.equal(velocity?.quality, 'invalid');
  assert.equal(velocity?.values.velocity_beam1, null);
  const leaderless = told((bytes) => {
    bytes[fixedLeader] = 0x99;
  });
  assert.deepEqual(
    leaderless.map(({ stream }) => stream),
    [],
  );
});

test('a text that the instrument could never show is refused before anything is sent', () => {
  const { expected, take } = ruleOf(workhorse.parameters.time_per_ensemble);
  assert.equal(expected, "a text such as '00:00:00.00'");
  assert.equal(take('01:20:00.00'), '01:20:00.00');
  for (const wrong of ['banana', '1:00', '00:00:01.00\n', '00:00:01.000']) assert.equal(take(wrong), undefined);
  assert.equal(ruleOf(workhorse.parameters.sensor_source).take(1_011_101), '1011101', 'as the command line reads it');
  assert.equal(ruleOf(workhorse.parameters.sync_ping_ensemble).take(1), undefined, 'zeros before it were lost');
  for (const parameter of Object.values<Parameter>(workhorse.parameters))
    if (parameter.type === 'text' && parameter.startup !== undefined)
      assert.equal(ruleOf(parameter).take(parameter.startup), parameter.startup);
});

test('an ensemble without century, by a clock of before 2000, is of the last one', () => {
  const bytes = Uint8Array.from(explorer.bytes.subarray(0, 1193));
  const frame = new DataView(bytes.buffer);
  const variableLeader = frame.getUint16(8, true);
  bytes[variableLeader + 4] = 98;
  byteSum.seal(bytes);
  const [first] = compileSieve(workhorse)().push(bytes);
  assert.match(toIso(first?.device ?? 0n), /^1998-/);
});
