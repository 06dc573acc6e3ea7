import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordSum } from '../definition/checksum.ts';
import { u8 } from '../definition/frame-field.ts';
import { sections } from '../definition/frame-sections.ts';
import { frame } from '../definition/stream.ts';
import { compileSieve } from './compile-sieve.ts';
import { damaged, join, told } from './test-mixed.ts';

const checksum = wordSum(0);
const parts = sections({ count: u8(2), offset: 3, tail: 3 });
const bounds = { sync: [0xa5, 0x31], length: 14, head: 3, checksum };
const newSieve = compileSieve({
  dialogue: { newline: '\r\n' },
  samples: {
    set_up: frame(bounds, parts.in(0x0100, { gain: u8(2), range: u8(3) }), {
      when: (bytes) => bytes.getUint8(11) !== 0xff,
      publish: 'changed',
    }),
  },
});

/** One section with two values; what stands behind them says whether the frame is a record. */
function settings(gain: number, range: number, counts = true): Uint8Array {
  const bytes = Uint8Array.of(0xa5, 0x31, 1, 5, 0, 0x00, 0x01, gain, range, 0, 0, counts ? 0 : 0xff, 0, 0);
  checksum.seal(bytes);
  return bytes;
}

const sifted = (...frames: readonly Uint8Array[]): string[] => told(newSieve().push(join(...frames)));

test('a section is told when it has changed, also when it has changed back', () => {
  const frames = [settings(1, 2), settings(1, 2), settings(3, 2), settings(1, 2), settings(1, 2)];
  assert.deepEqual(sifted(...frames), ['set_up ok 1 2', 'set_up ok 3 2', 'set_up ok 1 2']);
});

test('a frame that is no record of the stream, or damaged, does not hide the next one', () => {
  assert.deepEqual(sifted(settings(1, 2, false), settings(1, 2)), ['set_up ok 1 2']);
  const broken = damaged(settings(3, 2));
  assert.equal(sifted(settings(1, 2), broken, settings(3, 2)).at(-1), 'set_up ok 3 2');
});

test('each sieve remembers for itself', () => {
  assert.deepEqual([sifted(settings(1, 2)), sifted(settings(1, 2))], [['set_up ok 1 2'], ['set_up ok 1 2']]);
});
