import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concatBytes, EMPTY, fromHex, toBytes, toText } from '../kit/bytes.ts';
import { fromIso } from '../kit/time.ts';
import { encodePacket, MAX_PAYLOAD } from './codec.ts';
import { type Packet, PacketDecoder } from './decoder.ts';

const START = fromIso('2026-11-22T12:00:00Z');
const SECOND = 1_000_000_000n;
const data = (text: string | Uint8Array, second = 0): Uint8Array =>
  encodePacket(
    'DATA_FROM_INSTRUMENT',
    typeof text === 'string' ? toBytes(text) : text,
    START + BigInt(second) * SECOND,
  );
const texts = (packets: readonly Packet[]): string[] => packets.map((packet) => toText(packet.payload));
const cut = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
const all = (decoder: PacketDecoder, pieces: readonly Uint8Array[]): Packet[] => [
  ...pieces.flatMap((piece) => decoder.push(piece)),
  ...decoder.end(),
];

/** A header that stands in noise by chance and claims `size` bytes. */
const falseHeader = (size: number, second: number): Uint8Array => {
  const bytes = data('', second);
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(4, size);
  return bytes;
};

test('packets come out the same however the stream is cut', () => {
  const stream = concatBytes([
    data('one', 1),
    toBytes('noise \xa3\x9d'),
    data('', 2),
    falseHeader(40, 3),
    data('three', 4),
    data('4'.repeat(70), 5),
  ]);
  const whole = all(new PacketDecoder(), [stream]);
  assert.deepEqual(texts(whole), ['one', '', 'three', '4'.repeat(70)]);
  for (let size = 1; size <= stream.length; size++) {
    const decoder = new PacketDecoder();
    assert.deepEqual(all(decoder, cut(stream, size)), whole, `pieces of ${size}`);
    assert.equal(decoder.skippedBytes, 8 + 16, `pieces of ${size}`);
  }
});

test('a packet says where it stands in the stream', () => {
  const decoder = new PacketDecoder({ offset: 1000 });
  const packets = [...decoder.push(toBytes('..')), ...decoder.push(concatBytes([data('ab'), data('c')]))];
  assert.deepEqual(
    packets.map(({ offset, size }) => ({ offset, size })),
    [
      { offset: 1002, size: 18 },
      { offset: 1020, size: 17 },
    ],
  );
  assert.equal(decoder.offset, 1037);
});

test('a packet with a wrong checksum is counted, and the next one comes out', () => {
  const broken = data('broken');
  broken[18] = broken[18]! ^ 1;
  const decoder = new PacketDecoder();
  assert.deepEqual(texts(decoder.push(concatBytes([broken, data('good')]))), ['good']);
  assert.equal(decoder.badChecksums, 1);
  assert.equal(decoder.skippedBytes, broken.length);
});

test('a sync that claims more than what is left is passed over one byte at a time, and loses no packet inside it', () => {
  const decoder = new PacketDecoder();
  assert.deepEqual(texts(all(decoder, [concatBytes([falseHeader(300, 9), data('a', 1), data('b', 2)])])), ['a', 'b']);
  assert.equal(decoder.skippedBytes, 16);
});

test('a damaged size holds the stream up for a minute of packets at most', () => {
  const decoder = new PacketDecoder();
  const broken = data('broken', 0);
  broken[4] = 0xff;
  const heartbeats = Array.from({ length: 10 }, (_, i) =>
    decoder.push(concatBytes([i === 0 ? broken : EMPTY, data(`${i}`, i * 10)])),
  );
  assert.deepEqual(heartbeats.map(texts), [
    [],
    [],
    [],
    [],
    [],
    [],
    [],
    ['0', '1', '2', '3', '4', '5', '6', '7'],
    ['8'],
    ['9'],
  ]);
});

test('a false header from the far future does not hold the stream up', () => {
  const decoder = new PacketDecoder();
  assert.deepEqual(texts(decoder.push(data('before', 1))), ['before']);
  assert.deepEqual(texts(decoder.push(concatBytes([falseHeader(0xffff, 1e9), data('next', 2)]))), ['next']);
});

test('packets inside a payload stay there, even while the outer packet is still incomplete', () => {
  const inner = concatBytes([data('old', -500), data('older', -1000), data('ahead', 30)]);
  const stream = concatBytes([data('first', 0), data(inner, 1), data('last', 2)]);
  for (const size of [1, 7, 40, 61, 100]) {
    const decoder = new PacketDecoder();
    assert.deepEqual(texts(all(decoder, cut(stream, size))), ['first', toText(inner), 'last'], `pieces of ${size}`);
  }
});

test('a stream that only ever claims is held up for 64 KiB at most', () => {
  const decoder = new PacketDecoder();
  const claims = concatBytes(Array.from({ length: 20_000 }, () => fromHex('a39d7aff ffff0000 ffffffff 00000001')));
  for (const piece of cut(claims, 1000)) {
    assert.equal(decoder.push(piece).length, 0);
    assert.ok(decoder.pendingBytes <= 0xffff);
  }
});

test('the largest packet comes byte by byte', () => {
  const decoder = new PacketDecoder();
  const payload = Uint8Array.from({ length: MAX_PAYLOAD - 1 }, (_, i) => i * 31);
  const packets = all(decoder, cut(data(payload), 1));
  assert.equal(packets.length, 1);
  assert.deepEqual(packets[0]?.payload, payload);
});

test('payloads stay as they were when more is pushed', () => {
  const decoder = new PacketDecoder();
  const stream = concatBytes(Array.from({ length: 50 }, (_, i) => data(`packet ${i}`, i)));
  const packets = cut(stream, 13).flatMap((piece) => decoder.push(piece));
  assert.deepEqual(
    texts(packets),
    Array.from({ length: 50 }, (_, i) => `packet ${i}`),
  );
});

test('with endless patience the cut does not matter even for packets inside that are dated far ahead', () => {
  const inner = concatBytes([data('clock', 1e6), data('ahead', 2e6)]);
  const stream = concatBytes([data('first', 0), data(inner, 1), data('last', 2)]);
  for (let size = 1; size < stream.length; size++) {
    const decoder = new PacketDecoder({ patience: Number.POSITIVE_INFINITY });
    assert.deepEqual(texts(all(decoder, cut(stream, size))), ['first', toText(inner), 'last'], `pieces of ${size}`);
  }
});

const payloads = fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 12 });

test('fuzz: whatever comes, nothing is thrown and every byte is accounted for', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.constantFrom(0xa3, 0x9d, 0x7a, 0x00, 0x10, 0xff), { maxLength: 300 })
      .map((bytes) => Uint8Array.from(bytes)),
  );
  fc.assert(
    fc.property(noise, fc.integer({ min: 1, max: 50 }), (bytes, size) => {
      const decoder = new PacketDecoder();
      const packets = all(decoder, cut(bytes, size));
      const used = packets.reduce((sum, packet) => sum + packet.size, 0);
      assert.equal(used + decoder.skippedBytes, bytes.length);
      assert.equal(decoder.pendingBytes, 0);
    }),
  );
});

test('fuzz: every packet outside the damage comes out', () => {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    remove: fc.nat(20),
    insert: fc.uint8Array({ maxLength: 30 }),
  });
  fc.assert(
    fc.property(
      payloads,
      fc.array(damage, { maxLength: 3 }),
      fc.integer({ min: 1, max: 200 }),
      (parts, damages, size) => {
        const packets = parts.map((part, i) => data(part, i));
        const spans = packets.map((packet, i) => ({
          packet,
          start: packets.slice(0, i).reduce((n, p) => n + p.length, 0),
        }));
        let stream = concatBytes(packets);
        const hurt = new Set<Uint8Array>();
        let before = stream.length;
        for (const { at, remove, insert } of [...damages].sort((a, b) => b.at - a.at)) {
          const from = Math.floor(at * concatBytes(packets).length);
          if (from + Math.max(1, remove) > before) continue;
          before = from;
          for (const { packet, start } of spans) {
            if (start < from + Math.max(1, remove) && start + packet.length > from) hurt.add(packet);
          }
          stream = concatBytes([stream.subarray(0, from), insert, stream.subarray(from + remove)]);
        }
        const found = new Set(all(new PacketDecoder(), cut(stream, size)).map((packet) => toText(packet.bytes)));
        for (const packet of packets) assert.ok(hurt.has(packet) || found.has(toText(packet)));
      },
    ),
    { numRuns: 300 },
  );
});
