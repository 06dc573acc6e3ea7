import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../instruments/nortek/vector/index.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { bench } from './test-bench.ts';

const ACK = '\x06\x06';
const NACK = '\x15\x15';
const checksum = vector.blobs!.user_configuration!.checksum;

/** Cuts a stream that holds nothing but whole records, each proven by its checksum. */
function records(stream: string): { name: string; values: Record<string, unknown> }[] {
  const found = [];
  for (let rest = toBytes(stream); rest.length > 0; ) {
    const match = Object.entries({
      velocity: vector.samples.velocity,
      system: vector.samples.system,
      header: vector.samples.header,
    }).find(([, { sync }]) => toText(rest).startsWith(toText(sync)));
    assert.ok(match, `no record at ${toText(rest).slice(0, 20)}`);
    const [name, { length, fields, checksum: proof }] = match;
    assert.ok(typeof length === 'number');
    const frame = rest.slice(0, length);
    assert.ok(proof?.verify(frame), `${name}: the checksum is wrong`);
    const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
    found.push({
      name,
      values: Object.fromEntries(Object.entries(fields).map(([field, { get }]) => [field, get(view)])),
    });
    rest = rest.subarray(length);
  }
  return found;
}

test('two letters are a command, wherever they are cut', () => {
  using at = bench(vector);
  assert.equal(at.say('II'), `\x02\x00${ACK}`);
  assert.equal(at.say('I'), '');
  assert.equal(at.say('I'), `\x02\x00${ACK}`);
  assert.equal(at.say('IDBV'), `VEC 8181      ${ACK}\xa7\x1f${ACK}`);
});

test('what it does not understand is refused once, and does not hide the next command', async () => {
  using at = bench(vector);
  assert.equal(at.say('XXII'), `${NACK}\x02\x00${ACK}`);
  assert.equal(at.say('G'), '');
  await at.clock.advance(2000);
  assert.equal(at.heard(), NACK);
});

test('its clock is read and set', async () => {
  using at = bench(vector);
  assert.equal(at.say('RC'), `\x00\x00\x01\x00\x26\x01${ACK}`);
  assert.equal(at.say('SC\x33\x00\x22\x21\x26\x11'), ACK);
  await at.clock.advance(1000);
  assert.equal(at.say('RC'), `\x33\x01\x22\x21\x26\x11${ACK}`);
  assert.equal(at.say('SC\x99\x00\x22\x21\x26\x11'), NACK);
});

test('a configuration is taken when its checksum is right, and then shown', () => {
  using at = bench(vector);
  const reply = at.say('GC');
  assert.equal(reply.length, 514);
  assert.ok(reply.endsWith(ACK));
  const configuration = Buffer.from(reply.slice(0, 512), 'latin1');
  configuration.writeUInt16LE(123, 38);
  assert.equal(at.say(`CC${toText(configuration)}`), NACK, 'the old checksum does not fit');
  assert.equal(at.say('GC'), reply);
  checksum.seal(configuration);
  assert.equal(at.say('CC'), '');
  assert.equal(at.say(toText(configuration.subarray(0, 300))), '');
  assert.equal(at.say(toText(configuration.subarray(300))), ACK);
  assert.equal(at.say('GC'), `${toText(configuration)}${ACK}`);
  assert.equal(at.simulator.parameters.measurement_interval, 123);
});

test('a configuration that is not all there is refused in the end', async () => {
  using at = bench(vector);
  at.say('CCabc');
  await at.clock.advance(2000);
  assert.equal(at.heard(), NACK);
  assert.equal(at.say('II'), `\x02\x00${ACK}`);
});

test('initial values stand in the configuration, under a right checksum', () => {
  using at = bench(vector, { initial: { coordinate_system: 0, deployment_name: 'abc' } });
  const reply = toBytes(at.say('GC'));
  assert.ok(checksum.verify(reply.subarray(0, 512)));
  assert.equal(at.simulator.parameters.deployment_name, 'abc');
});

test('one sample comes some time after the acknowledgement', async () => {
  using at = bench(vector);
  assert.equal(at.say('AD'), ACK);
  await at.clock.advance(2000);
  assert.deepEqual(
    records(at.heard()).map(({ name }) => name),
    ['velocity'],
  );
});

test('it measures: a header, eight velocities and one system record a second, each with a right checksum', async () => {
  using at = bench(vector);
  const first = at.say('ST');
  assert.ok(first.startsWith(ACK));
  assert.equal(at.simulator.state, 'autosample');
  await at.clock.advance(10_000);
  const made = records(first.slice(2) + at.heard());
  const count = (name: string): number => made.filter((one) => one.name === name).length;
  assert.deepEqual([made[0]?.name, count('header'), count('velocity'), count('system')], ['header', 1, 80, 10]);
  const counters = made.filter(({ name }) => name === 'velocity').map(({ values }) => values.ensemble_counter);
  assert.deepEqual(counters, [...Array(80).keys()]);
  const times = made.filter(({ name }) => name === 'system').map(({ values }) => values.date_time_string);
  assert.deepEqual(times.slice(0, 2), ['2026-01-01 00:00:01', '2026-01-01 00:00:02']);
});

test('while it measures it hears only the break sequence and what is said after an @', async () => {
  using at = bench(vector, { streaming: true });
  for (const unheard of ['II', 'GC', 'RC', 'XX']) assert.equal(at.say(unheard), '');
  assert.equal(at.say('@'), '');
  await at.clock.advance(100);
  at.heard();
  assert.equal(at.say('I'), `\x01\x00${ACK}`);
});

test('the break sequence asks for a confirmation, which ends the measurement', async () => {
  using at = bench(vector, { streaming: true });
  assert.equal(at.say('@@@@@@'), '');
  await at.clock.advance(100);
  assert.equal(at.say('K1W%!Q'), '\r\nConfirm:');
  assert.equal(at.say('GC'), NACK);
  assert.equal(at.say('MC'), ACK);
  await at.clock.advance(10_000);
  assert.equal(at.heard(), '');
  assert.equal(at.simulator.state, 'command');
  at.say('@@@@@@');
  assert.match(at.say('K1W%!Q'), /Command mode[\s\S]*\x06\x06$/);
});

test('bytes that wake it are lost, the break sequence is not', () => {
  using at = bench(vector, { asleep: true });
  assert.equal(at.say('II'), '\x15'.repeat(6));
  assert.equal(at.say('II'), `\x02\x00${ACK}`);
  using other = bench(vector, { asleep: true });
  assert.equal(other.say('@@@@@@'), '');
  assert.match(other.say('K1W%!Q'), /Command mode/);
});
