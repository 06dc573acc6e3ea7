import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integer } from '../definition/field.ts';
import { u8 } from '../definition/frame-field.ts';
import { frame, line } from '../definition/stream.ts';
import { toBytes } from '../kit/bytes.ts';
import { compileSieve } from './compile-sieve.ts';
import type { Decoded } from './sieve.ts';
import { damaged, fixedFrame, join, newSieve, sifted, sizedFrame, told } from './test-mixed.ts';

const one = fixedFrame(1, 1000);
const two = fixedFrame(2, 2000);
const three = fixedFrame(3, 3000);

test('frames of fixed and of told length, one behind the other', () => {
  assert.deepEqual(sifted(one, sizedFrame(12, 7), two), ['fixed ok 1 1000', 'sized ok 7 16705', 'fixed ok 2 2000']);
});

test('a false sync costs one byte, and never the frame inside it', () => {
  assert.deepEqual(sifted(Uint8Array.of(0xa5, 0x10, 0xa5), one), ['fixed ok 1 1000']);
  assert.deepEqual(sifted(Uint8Array.of(0xa5, 0x20, 60), one, two), ['fixed ok 1 1000', 'fixed ok 2 2000']);
});

test('a frame is waited for, and nothing behind it is given out before', () => {
  const sieve = newSieve();
  assert.deepEqual(sieve.push(join(Uint8Array.of(0xa5, 0x20, 30), one)), []);
  assert.deepEqual(told(sieve.push(new Uint8Array(30))), ['fixed ok 1 1000']);
});

test('a length that cannot be is no frame', () => {
  assert.deepEqual(sifted(Uint8Array.of(0xa5, 0x20, 255), one), ['fixed ok 1 1000']);
  assert.deepEqual(sifted(Uint8Array.of(0xa5, 0x20, 0), one), ['fixed ok 1 1000']);
});

test('a field past the end of a short frame is null, and does not read what follows', () => {
  assert.deepEqual(sifted(sizedFrame(8, 7), one), ['sized invalid 7 ', 'fixed ok 1 1000']);
});

test('a frame with a wrong checksum is kept where good ones stand on both sides of it', () => {
  assert.deepEqual(sifted(one, damaged(two), three), [
    'fixed ok 1 1000',
    'fixed checksum_failed 2 2000',
    'fixed ok 3 3000',
  ]);
  assert.deepEqual(sifted(one, damaged(two)), ['fixed ok 1 1000', 'fixed checksum_failed 2 2000'], 'or the end');
  const sieve = newSieve();
  sieve.push(join(one, damaged(two), three));
  assert.equal(sieve.counts.checksumFailed, 1);
});

test('where its bounds are not certain, a frame with a wrong checksum is none', () => {
  assert.deepEqual(sifted(one, damaged(two), 'x'), ['fixed ok 1 1000'], 'noise behind it, and no more');
  assert.deepEqual(sifted(one, damaged(two), 'x', three), ['fixed ok 1 1000', 'fixed ok 3 3000'], 'noise behind it');
  assert.deepEqual(sifted(one, 'x', damaged(two), three), ['fixed ok 1 1000', 'fixed ok 3 3000'], 'noise before it');
  assert.deepEqual(
    sifted(one, damaged(two), damaged(two), three),
    ['fixed ok 1 1000', 'fixed ok 3 3000'],
    'two of them',
  );
});

test('a frame that lost bytes does not swallow the good one behind it', () => {
  const torn = sizedFrame(16, 7).subarray(0, 8);
  assert.deepEqual(sifted(one, torn, two, three), ['fixed ok 1 1000', 'fixed ok 2 2000', 'fixed ok 3 3000']);
});

test('a reply without sync is known by what was sent', () => {
  const sieve = newSieve();
  sieve.push(join(one, 'x'));
  const reply = Uint8Array.of(7, 3, 6, 6);
  assert.deepEqual(told(sieve.push(reply)), [], 'not asked');
  sieve.sent(toBytes('AS'));
  sieve.sent(toBytes('K\r\n'));
  assert.deepEqual(told(sieve.push(join('\r\n', two, 'junk', reply))), ['fixed ok 2 2000', 'reply ok 7']);
  assert.deepEqual(told(sieve.push(reply)), [], 'once for each time it was asked');
});

test('a reply is not looked for behind too many other bytes, nor in another connection', () => {
  const sieve = newSieve();
  sieve.push(toBytes('x'));
  const reply = Uint8Array.of(7, 3, 6, 6);
  sieve.sent(toBytes('ASK'));
  assert.deepEqual(told(sieve.push(join('.'.repeat(300), reply))), []);
  sieve.sent(toBytes('ASK'));
  sieve.reset();
  assert.deepEqual(told(sieve.push(reply)), []);
});

test('what begins the input may be such a reply', () => {
  const reply = Uint8Array.of(7, 3, 6, 6);
  assert.deepEqual(sifted(reply), ['reply ok 7']);
  assert.deepEqual(sifted(one, reply), ['fixed ok 1 1000', 'reply ok 7']);
  assert.deepEqual(sifted(reply, reply), ['reply ok 7', 'reply ok 7'], 'how often it was asked is not known');
  assert.deepEqual(sifted('x', reply), []);
});

test('another input may begin with such a reply too, and owes nothing to what was sent before', () => {
  const sieve = newSieve();
  const reply = Uint8Array.of(7, 3, 6, 6);
  sieve.push(toBytes('x'));
  sieve.sent(toBytes('ASK'));
  sieve.end();
  assert.deepEqual(told(sieve.push(reply)), ['reply ok 7']);
  sieve.sent(toBytes('ASK'));
  sieve.end();
  assert.deepEqual(told(sieve.push(join('x', reply))), []);
});

test('a cut connection leaves no half frame to be completed by the next one', () => {
  const sieve = newSieve();
  sieve.push(one.subarray(0, 5));
  assert.deepEqual(sieve.reset(), []);
  assert.deepEqual(told(sieve.push(join(one.subarray(5), two))), ['fixed ok 2 2000']);
  sieve.end();
  const { bytes, claimed, unmatched } = sieve.counts;
  assert.deepEqual({ bytes, claimed, unmatched }, { bytes: 16, claimed: 8, unmatched: 8 });
});

test('a cut connection frees what a false sync held back', () => {
  const sieve = newSieve();
  sieve.push(join(Uint8Array.of(0xa5, 0x20, 60), one));
  assert.deepEqual(told(sieve.reset()), ['fixed ok 1 1000']);
});

test('a frame that is waited for is given up when text comes that never stands in one, however that is cut', () => {
  const bounds = { sync: [0xa5, 0x40], head: 3, length: (head: DataView) => head.getUint8(2), brokenBy: 'BREAK' };
  const make = compileSieve({
    dialogue: { newline: '\r\n', prompt: />$/ },
    samples: { long: frame(bounds, { n: u8(3) }), point: line(/^#(?<a>\d+)$/, { a: integer() }) },
  });
  const bytes = join(Uint8Array.of(0xa5, 0x40, 200, 7), '...\r\nBREAK\r\n#5\r\n');
  for (const size of [1, 3, 1000]) {
    const sieve = make();
    const found: Decoded[] = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...sieve.push(bytes.subarray(at, at + size)));
    assert.deepEqual(told(found), ['point ok 5']);
  }
  assert.deepEqual(told(make().push(join(Uint8Array.of(0xa5, 0x40, 5, 7, 0), '#5\r\n'))), ['long ok 7', 'point ok 5']);
});
