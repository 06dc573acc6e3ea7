import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '../definition/field.ts';
import { line } from '../definition/stream.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { compileSieve } from './compile-sieve.ts';
import { fixedFrame, newSieve, sifted, told } from './test-mixed.ts';
import { recalling } from './test-recalling.ts';

const STATUS = 'STATUS 3\r\nvolts = 12\r\nEND 3\r\n';

test('lines end at a line feed, with or without a carriage return', () => {
  assert.deepEqual(sifted('#1.5, 2\n# 2.5,3, abc\r\n'), ['point ok 1.5 2 ', 'point ok 2.5 3 abc']);
});

test('a line at the end of the input that has not ended is not complete', () => {
  const sieve = newSieve();
  assert.deepEqual(sieve.push(toBytes('#1.5, 2')), []);
  assert.deepEqual(sieve.end(), []);
  assert.equal(sieve.counts.unmatched, 7);
});

test('a value that cannot be read is null, and told; one out of its range is for quality tests', () => {
  assert.deepEqual(sifted('#1.0, x\n#11.0, 2\n'), ['point invalid 1  ', 'point ok 11 2 ']);
});

test('prompts and echoes before a record do not hide it', () => {
  assert.deepEqual(sifted('S>#1.5, 2\r\n'), ['point ok 1.5 2 ']);
  assert.deepEqual(sifted('S>S> ts\r\nS>#1.5, 2\r\nS>'), ['point ok 1.5 2 ']);
  assert.deepEqual(sifted('S>STATUS 3\r\nvolts = 12\r\nEND 3\r\n'), ['status ok 3 12']);
});

test('NULs between the characters do not hide a record, and its bytes are its own', () => {
  const sieve = newSieve();
  const [record] = sieve.push(toBytes('S\0>\0t\0s\0\r\0\n\0S>\0#\x001.5, 2\r\n'));
  assert.equal(record?.stream, 'point');
  assert.equal(toText(record.bytes), '#\x001.5, 2\r\n');
});

test('text around frames and frames around text', () => {
  const frame = fixedFrame(1, 1000);
  assert.deepEqual(sifted('#1.5, 2\r\n', frame, '#2.5, 3\r\n', frame, 'S>', frame), [
    'point ok 1.5 2 ',
    'fixed ok 1 1000',
    'point ok 2.5 3 ',
    'fixed ok 1 1000',
    'fixed ok 1 1000',
  ]);
});

test('a block is one record', () => {
  assert.deepEqual(sifted('noise\r\n', STATUS, 'noise\r\n'), ['status ok 3 12']);
});

test('a block whose field is missing is kept, and told', () => {
  assert.deepEqual(sifted('STATUS 3\r\nEND 3\r\n'), ['status invalid 3 ']);
});

test('records inside a block are found and do not break it', () => {
  const frame = fixedFrame(1, 1000);
  const found = sifted('STATUS 3\r\n#1.5, 2\r\n', frame, 'volts = 12\r\nEND 3\r\n');
  assert.deepEqual(found, ['status ok 3 12', 'point ok 1.5 2 ', 'fixed ok 1 1000']);
});

test('nothing inside an open block is given out before it is decided, so that a new sieve finds the same', () => {
  const sieve = newSieve();
  const opening = 'x\r\nSTATUS 3\r\n#1.5, 2\r\n';
  assert.deepEqual(sieve.push(toBytes(opening), { origin: { day: '2026-01-01', offset: 100 } }), []);
  assert.deepEqual(sieve.pending, { day: '2026-01-01', offset: 103 });
  assert.deepEqual(told(sieve.push(toBytes('volts = 12\r\nEND 3\r\n'))), ['status ok 3 12', 'point ok 1.5 2 ']);
  assert.equal(sieve.pending, undefined);
});

test('a block that does not end is none, and what was inside it is found', () => {
  assert.deepEqual(sifted('STATUS 1\r\n#1.5, 2\r\n', STATUS), ['point ok 1.5 2 ', 'status ok 3 12'], 'it begins anew');
  assert.deepEqual(
    sifted('STATUS 1\r\n#1.5, 2\r\nS>\r\n#2.5, 2\r\n'),
    ['point ok 1.5 2 ', 'point ok 2.5 2 '],
    'a prompt',
  );
  const sieve = newSieve();
  const long = `STATUS 1\r\n#1.5, 2\r\n${'x\r\n'.repeat(40)}`;
  assert.deepEqual(told(sieve.push(toBytes(long))), ['point ok 1.5 2 '], 'it is too long');
});

test('a block may be as long as its longest, with a prompt before it, however it is cut', () => {
  const block = `STATUS 3\r\nvolts = 12\r\n${'.'.repeat(89)}\r\nEND 3\r\n`;
  assert.equal(block.length, 120);
  for (const [text, found] of [
    [block, ['status ok 3 12']],
    [block.replace('\r\nEND', '.\r\nEND'), []],
  ] as const) {
    const sieve = newSieve();
    const records = Array.from(`S>${text}`, (character) => sieve.push(toBytes(character))).flat();
    assert.deepEqual(told(records), found);
    assert.deepEqual(sifted(`S>${text}`), found);
  }
});

test('a block that ends without the end of its last line is accepted at the end of the input', () => {
  assert.deepEqual(sifted('STATUS 3\r\nvolts = 12\r\nEND 3'), ['status ok 3 12']);
  assert.deepEqual(sifted('STATUS 3\r\nvolts = 12\r\nEND'), []);
});

test('a line without end is dropped and counted, and memory stays bounded', () => {
  const sieve = newSieve();
  const chunk = toBytes('y'.repeat(1000));
  for (let offset = 0; offset < 200_000; offset += 1000) {
    sieve.push(chunk, { origin: { day: '2026-01-01', offset } });
    const held = offset + 1000 - (sieve.pending?.offset ?? offset + 1000);
    assert(held <= 17_384, `${held} bytes are held`);
  }
  assert.deepEqual(told(sieve.push(toBytes('#1.5, 2\r\n#2.5, 3\r\n'))), ['point ok 2.5 3 ']);
  assert.equal(sieve.counts.unmatched, 200_009);
});

test('a block may end at the prompt, which belongs to it, with what stands behind it on its line left', () => {
  const prompted = compileSieve(recalling);
  const list = 'LIST\r\n- a\r\n- b\r\n';
  const whole = prompted();
  const [record] = whole.push(toBytes(`S>${list}S>`));
  assert.deepEqual(record?.values, { all: ['a', 'b'] });
  assert.equal(toText(record.bytes), `${list}S>`);
  assert.equal(whole.pending, undefined, 'no more need come');
  assert.deepEqual(told(whole.push(toBytes('scale 3\r\n'))), ['scale ok 3']);
  assert.equal(whole.counts.unmatched, 2);
  const together = prompted();
  assert.deepEqual(told(together.push(toBytes(`${list}S>scale 3\r\n`))), ['prompted ok a,b', 'scale ok 3']);
  assert.deepEqual(told([...prompted().push(toBytes(list))]), []);
  const unended = prompted();
  unended.push(toBytes(list));
  assert.deepEqual(told(unended.end()), [], 'without the prompt it has not ended');
});

test('what stands before a record on its line is not its own, and is counted', () => {
  const found = line(/(?<![0-9A-F])(?<value>[0-9A-F]{4})\s*$/, { value: hex() });
  const sieve = compileSieve({ samples: { found }, dialogue: { newline: '\r\n', prompt: /S>$/ } })();
  const [record] = sieve.push(toBytes('broken 12\x01 00FF\r\n'));
  assert.deepEqual(record?.values, { value: 255 });
  assert.equal(toText(record.bytes), '00FF\r\n');
  assert.equal(sieve.counts.unmatched, 11);
});

test('a damaged line feed costs no record behind it, whatever it became', () => {
  for (let bit = 0; bit < 8; bit++) {
    const end = String.fromCharCode(0x0a ^ (1 << bit));
    assert.deepEqual(sifted(`#1.5, 2\r${end}#2.5, 3\r\n`), ['point ok 2.5 3 '], `line feed with bit ${bit} flipped`);
    const block = sifted(`STATUS 1\r\nvolts = 1\r${end}STATUS 3\r\nvolts = 12\r\nEND 3\r\n`);
    assert.deepEqual(block, ['status ok 3 12'], `inside a block, bit ${bit}`);
  }
});

test('the rest of a record that noise hit is no record', () => {
  assert.deepEqual(sifted('#1.5\x01#2.5, 3\r\n'), []);
});
