import assert from 'node:assert/strict';
import { test } from 'node:test';
import { particleNames } from '../definition/particle-names.ts';
import { toBytes } from '../kit/bytes.ts';
import { compileSieve } from './compile-sieve.ts';
import { damaged, join, told } from './test-mixed.ts';
import { recalling, recallingFrame } from './test-recalling.ts';

const newSieve = compileSieve(recalling);
const even = recallingFrame(0, 7, 1000);
const odd = recallingFrame(1, 7, 2000);
const other = recallingFrame(2, 7, 3000);

const sifted = (...parts: readonly (string | Uint8Array)[]): string[] => {
  const sieve = newSieve();
  return told([...sieve.push(join(...parts)), ...sieve.end()]);
};

test('one frame is a sample of each stream that takes it', () => {
  const sieve = newSieve();
  const records = sieve.push(join(even, odd, other), { time: 5n, origin: { day: '2026-01-01', offset: 10 } });
  assert.deepEqual(told(records), ['even ok 1000 ', 'set_up ok 0 7', 'odd ok 2000', 'set_up ok 1 7']);
  assert.deepEqual(
    records.map(({ log, port, bytes }) => [log?.offset, port, bytes.length]),
    [10, 10, 18, 18].map((offset) => [offset, 5n, 8]),
  );
});

test('its bytes are claimed once, also when no stream takes it', () => {
  const sieve = newSieve();
  sieve.push(join(even, odd, other));
  assert.deepEqual(sieve.counts, {
    bytes: 24,
    claimed: 24,
    unmatched: 0,
    checksumFailed: 0,
    samples: { scale: 0, even: 1, odd: 1, set_up: 2, prompted: 0, status: 0 },
  });
  const text = newSieve();
  text.push(join('STATUS\r\n', other, even, 'n 1\r\nEND\r\n'));
  assert.deepEqual(
    [text.counts.claimed, text.counts.samples.status, text.counts.samples.even],
    [34, 1, 1],
    'inside a block',
  );
});

test('a damaged frame is counted once, is a sample of each stream, and is not remembered', () => {
  const sieve = newSieve();
  const broken = damaged(recallingFrame(0, 9, 1000));
  const records = sieve.push(join(even, broken, even, odd, broken, even));
  assert.deepEqual(told(records), [
    'even ok 1000 ',
    'set_up ok 0 7',
    'even checksum_failed 1000 ',
    'set_up checksum_failed 0 9',
    'even ok 1000 ',
    'odd ok 2000',
    'set_up ok 1 7',
    'even checksum_failed 1000 ',
    'set_up checksum_failed 0 9',
    'even ok 1000 ',
    'set_up ok 0 7',
  ]);
  assert.equal(sieve.counts.checksumFailed, 2);
});

test('a joined value is null until the other record came, then its last', () => {
  assert.deepEqual(sifted(even, 'scale 3\r\n', even, 'scale 4\r\n', even), [
    'even ok 1000 ',
    'set_up ok 0 7',
    'scale ok 3',
    'even ok 1000 3',
    'scale ok 4',
    'even ok 1000 4',
  ]);
});

test('a stream that is published when changed gives out no record twice', () => {
  const status = 'STATUS\r\nn 1\r\nEND\r\n';
  assert.deepEqual(sifted(status, status, status.replace('1', '2'), status), [
    'status ok 1 ',
    'status ok 2 ',
    'status ok 1 ',
  ]);
  const joining = sifted(status, other, even, status, recallingFrame(0, 8, 1000), status);
  assert.deepEqual(
    joining.filter((text) => text.startsWith('status')),
    ['status ok 1 ', 'status ok 1 7', 'status ok 1 8'],
    'what it joins counts too',
  );
});

test('what lies inside a block is younger than the block, however it is cut', () => {
  const bytes = join('STATUS\r\n', even, 'n 1\r\nEND\r\n');
  const whole = sifted(bytes);
  assert.deepEqual(whole, ['status ok 1 ', 'even ok 1000 ', 'set_up ok 0 7']);
  const cut = newSieve();
  assert.deepEqual(told([...bytes].flatMap((byte) => cut.push(Uint8Array.of(byte)))), whole);
});

test('a new sieve goes on from what the old one remembered, also when that was kept as JSON', () => {
  const first = newSieve();
  first.push(join('scale 3\r\n', even));
  const remembered = JSON.parse(JSON.stringify(first.remembered));
  assert.deepEqual(remembered, { scale: { scale: 3 }, set_up: { kind: 0, gain: 7 } });
  const second = newSieve({ ...remembered, forgotten: { a: 1 } });
  assert.deepEqual(told(second.push(even)), ['even ok 1000 3']);
  assert.deepEqual(second.remembered, remembered);
  assert.deepEqual(told(second.push(toBytes('scale 5\r\n'))), ['scale ok 5']);
  assert.deepEqual(first.remembered, remembered, 'each sieve has its own');
});

test('a joined field has its own name for OOI', () => {
  assert.deepEqual(particleNames(recalling, 'even').fields, { value: 'value', scale: 'their_scale' });
});
