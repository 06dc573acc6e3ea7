import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex, toBytes, toHex } from '../kit/bytes.ts';
import { fromNtpSeconds, NTP_EPOCH_OFFSET, toNtpSeconds } from '../kit/time.ts';
import { encodePacket, MAX_PAYLOAD, readHeader, xorOf } from './codec.ts';
import { PacketDecoder } from './decoder.ts';
import { fromNtp, toNtp } from './ntp.ts';
import { typeName } from './types.ts';

/** d4bd31b5.80000000 */
const AT = BigInt(0xd4bd31b5 - NTP_EPOCH_OFFSET) * 1_000_000_000n + 500_000_000n;
const ERA = 2n ** 32n;
/** A time by its seconds since 1900, as the reference's vectors give it. */
const since1900 = (seconds: number): bigint => BigInt((seconds - NTP_EPOCH_OFFSET) * 1e9);

// Recomputed from the reference implementations (OOI MI client, port agent).
const VECTORS = [
  ['DATA_FROM_INSTRUMENT', 'abc123', AT, 'a39d7a010016006ed4bd31b580000000616263313233'],
  ['HEARTBEAT', 'HB', AT, 'a39d7a0900120038d4bd31b5800000004842'],
  ['PORT_AGENT_STATUS', 'CONNECTED', AT, 'a39d7a040019006bd4bd31b580000000434f4e4e4543544544'],
  ['PORT_AGENT_STATUS', 'DISCONNECTED', AT, 'a39d7a04001c0030d4bd31b580000000444953434f4e4e4543544544'],
  ['DATA_FROM_INSTRUMENT', '', AT, 'a39d7a0100100038d4bd31b580000000'],
  ['DATA_FROM_DRIVER', 'ad', since1900(1.5), 'a39d7a02001200d000000001800000006164'],
] as const;

for (const [type, payload, time, hex] of VECTORS) {
  test(`${type} '${payload}' has the bytes that the reference gives`, () => {
    assert.equal(toHex(encodePacket(type, toBytes(payload), time), ''), hex);
    const [packet, ...more] = new PacketDecoder().push(fromHex(hex));
    assert.deepEqual(more, []);
    assert.equal(packet?.type, type);
    assert.deepEqual(packet.payload, Uint8Array.from(toBytes(payload)));
    assert.equal((packet.time - time) % (ERA * 1_000_000_000n), 0n);
  });
}

test("the checksum of the reference's long payload is 0x0002", () => {
  const bytes = encodePacket('DATA_FROM_DRIVER', toBytes('This tests the checksum algorithm.'), since1900(0));
  assert.deepEqual({ size: readHeader(bytes).size, checksum: readHeader(bytes).checksum }, { size: 0x32, checksum: 2 });
});

test('a header is read as it stands, even one whose checksum no payload can have', () => {
  const bytes = fromHex('a39d7a0200300e9141ea8e9a179b3333');
  const { type, size, checksum, time } = readHeader(bytes);
  assert.deepEqual({ type, size, checksum }, { type: 2, size: 16 + 32, checksum: 0x0e91 });
  assert.ok(Math.abs((toNtpSeconds(time) % 2 ** 32) - 1105890970.092212) < 1e-5);
  const decoder = new PacketDecoder();
  assert.deepEqual([...decoder.push(bytes), ...decoder.push(new Uint8Array(32)), ...decoder.end()], []);
});

test('the fraction is a fraction of 2³², not decimal digits behind a point', () => {
  assert.equal(readHeader(fromHex('a39d7a0100100038d4bd31b580000000')).time, AT);
  assert.equal(fromNtp({ seconds: 0xd4bd31b5, fraction: 1 }) - (AT - 500_000_000n), 0n);
  assert.equal(fromNtp({ seconds: 0xd4bd31b5, fraction: 0x4000_0000 }) - (AT - 500_000_000n), 250_000_000n);
});

test('a time survives the wire to the nanosecond, also after NTP has run over in 2036', () => {
  const from = Date.UTC(1968, 0, 21);
  const to = Date.UTC(2104, 0, 1);
  fc.assert(
    fc.property(fc.integer({ min: from, max: to }), fc.integer({ min: 0, max: 999_999 }), (ms, nanos) => {
      const time = BigInt(ms) * 1_000_000n + BigInt(nanos);
      assert.equal(fromNtp(toNtp(time)), time);
    }),
  );
  assert.equal(fromNtp(toNtp(fromNtpSeconds(2 ** 32 + 1))), fromNtpSeconds(2 ** 32 + 1));
});

for (const [length, sizes] of [
  [0, [0]],
  [1, [1]],
  [MAX_PAYLOAD - 1, [MAX_PAYLOAD - 1]],
  [MAX_PAYLOAD, [MAX_PAYLOAD, 0]],
  [MAX_PAYLOAD + 1, [MAX_PAYLOAD, 1]],
  [2 * MAX_PAYLOAD, [MAX_PAYLOAD, MAX_PAYLOAD, 0]],
] as const) {
  test(`a payload of ${length} bytes goes in parts of ${sizes.join(' + ')} with the same time`, () => {
    const payload = Uint8Array.from({ length }, (_, i) => i * 7);
    const packets = new PacketDecoder().push(encodePacket('DATA_FROM_INSTRUMENT', payload, AT));
    assert.deepEqual(
      packets.map((packet) => packet.payload.length),
      sizes,
    );
    assert.ok(packets.every((packet) => packet.time === AT));
    assert.equal(Buffer.compare(Buffer.concat(packets.map((packet) => packet.payload)), payload), 0);
  });
}

test('the whole of a packet, checksum included, XORs to 0 wherever it begins', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(5), (payload, shift) => {
      const bytes = Buffer.concat([new Uint8Array(shift), encodePacket('DATA_FROM_DRIVER', payload, AT)]);
      assert.equal(xorOf(bytes, shift, bytes.length), 0);
      assert.equal(
        xorOf(payload, 0, payload.length),
        payload.reduce((xor, byte) => xor ^ byte, 0),
      );
    }),
  );
});

test('the two generations of port agents number their types differently from 6 on', () => {
  const both = Array.from({ length: 12 }, (_, number) => [typeName(number, 'newest'), typeName(number, 'cpa')]);
  assert.deepEqual(both.slice(5), [
    ['PORT_AGENT_FAULT', 'PORT_AGENT_FAULT'],
    ['PORT_AGENT_CONFIG', 'INSTRUMENT_COMMAND'],
    ['DIGI_CMD', 'HEARTBEAT'],
    ['DIGI_RSP', 'PICKLED_FROM_INSTRUMENT'],
    ['HEARTBEAT', 'PICKLED_FROM_DRIVER'],
    ['PICKLED_FROM_INSTRUMENT', 'UNKNOWN'],
    ['UNKNOWN', 'UNKNOWN'],
  ]);
  const [packet] = new PacketDecoder({ generation: 'cpa' }).push(fromHex('a39d7a0900120038d4bd31b5800000004842'));
  assert.equal(packet?.type, 'PICKLED_FROM_DRIVER');
});
