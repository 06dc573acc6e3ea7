import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../kit/bytes.ts';
import { fromIso } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { PacketDecoder } from '../packet/decoder.ts';
import { encodeMarker, MARKER_TYPE, readMarker } from './markers.ts';

const time = fromIso('2026-11-22T12:00:00Z');

test('a marker is a good packet of type 64 and reads back', () => {
  const markers = [{ day: '2026-11-22', offset: 1234 }, 'live', 'unlogged'] as const;
  const decoder = new PacketDecoder();
  const packets = decoder.push(Buffer.concat(markers.map((marker) => encodeMarker(marker, time))));
  assert.deepEqual(packets.map(readMarker), markers);
  assert.deepEqual([decoder.skippedBytes, decoder.badChecksums], [0, 0]);
  assert.ok(packets.every(({ bytes }) => bytes[3] === MARKER_TYPE));
});

test('other packets are no markers, whatever they hold', () => {
  const [packet] = new PacketDecoder().push(encodePacket('DATA_FROM_INSTRUMENT', toBytes('live'), time));
  assert.equal(readMarker(packet!), undefined);
});
