import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { number } from '../definition/field.ts';
import { u8 } from '../definition/frame-field.ts';
import { frame, line, type Stream } from '../definition/stream.ts';
import { fromHex, toBytes } from '../kit/bytes.ts';
import { survivesFlippedBits, survivesForeignLines, survivesNoise, survivesTruncation } from './damage.ts';

const define = (samples: Readonly<Record<string, Stream>>) =>
  defineInstrument({
    kind: 'test.damaged',
    maker: 'Nobody',
    model: 'Damaged',
    dialogue: { newline: '\r\n', prompt: />$/ },
    discover: { otherwise: 'command' },
    states: { command: {} },
    commands: {},
    parameters: {},
    samples,
    simulation: { prompt: '>', rejects: '?', replies: {}, records: {}, values: {}, streams: {} },
  });

const fixture = (bytes: Uint8Array) => [{ name: 'one', bytes, expected: [] }];
const ALL = [survivesTruncation, survivesNoise, survivesFlippedBits, survivesForeignLines];

const xor = {
  name: 'xor',
  verify: (bytes: Uint8Array, start = 0, end = bytes.length) =>
    bytes.subarray(start, end).reduce((sum, byte) => sum ^ byte, 0) === 0,
  seal() {},
};
const bounds = { sync: [0x7e, 0x7f], length: 5, checksum: xor } as const;
const FRAME = fromHex('7e7f010202');

test('streams that share frames, join others or tell only changes are judged by their records alone', () => {
  const definition = define({
    one: frame(bounds, { a: u8(2) }, { publish: 'changed' }),
    two: frame(bounds, { b: u8(3) }, { joins: { a: { stream: 'one', field: 'a' } } }),
  });
  for (const check of ALL) check(definition, fixture(FRAME));
});

test('a frame that swallows the next one is found out', () => {
  const greedy = { sync: [0x7e, 0x7f], head: 3, length: (head: DataView) => head.getUint8(2) };
  const definition = define({ one: frame(greedy, { a: u8(3) }) });
  assert.throws(
    () => survivesTruncation(definition, fixture(fromHex('7e7f050102'))),
    /behind its own first \d bytes: one: one was found 0 times, not 1/,
  );
});

test('a checksum that proves nothing is found out', () => {
  const definition = define({ one: frame({ ...bounds, checksum: { ...xor, verify: () => true } }, { a: u8(2) }) });
  assert.throws(() => survivesFlippedBits(definition, fixture(FRAME)), /a bit flipped in byte 2 is noticed/);
});

test('a record that a logger’s line in its middle turns into another is none of its neighbours’ fault', () => {
  const definition = define({ level: line(/^L(?<level>\d+\.\d+)$/, { level: number() }) });
  for (const check of ALL) check(definition, fixture(toBytes('L12.50\r\n')));
});
