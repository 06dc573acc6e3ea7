import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes, toText } from '../kit/bytes.ts';
import { fromIso } from '../kit/time.ts';
import { fixedFrame, join, newSieve, told } from './test-mixed.ts';
import { toSample } from './to-sample.ts';

const DAY = '2026-01-01';
const frame = fixedFrame(1, 1000);

test('a record has the arrival and the log position of its first byte', () => {
  const sieve = newSieve();
  assert.deepEqual(
    sieve.push(join('x\r\n', frame.subarray(0, 3)), { time: 10n, origin: { day: DAY, offset: 100 } }),
    [],
  );
  assert.deepEqual(sieve.pending, { day: DAY, offset: 103 });
  assert.deepEqual(sieve.push(frame.subarray(3, 4), { time: 20n, origin: { day: DAY, offset: 200 } }), []);
  assert.deepEqual(sieve.pending, { day: DAY, offset: 103 });
  const [record] = sieve.push(frame.subarray(4), { time: 30n, origin: { day: '2026-01-02', offset: 16 } });
  assert.equal(record?.port, 10n);
  assert.deepEqual(record.log, { day: DAY, offset: 103, length: 8 });
  assert.deepEqual([...record.bytes], [...frame]);
  assert.equal(sieve.pending, undefined);
});

test('without log and arrival there are none', () => {
  const sieve = newSieve();
  const [record] = sieve.push(frame);
  assert.deepEqual([record?.port, record?.log], [undefined, undefined]);
  sieve.push(frame.subarray(0, 2));
  assert.equal(sieve.pending, undefined);
});

test('a record is a view of its bytes that later ones do not overwrite', () => {
  const sieve = newSieve();
  const records = [];
  const lines = Array.from({ length: 30_000 }, (_, i) => `#${i % 10}.5, ${i}\r\n`);
  for (const byte of Array.from({ length: 40 }, (_, i) => lines[i]!).join(''))
    records.push(...sieve.push(toBytes(byte)));
  for (const line of lines)
    records.push(...sieve.push(toBytes(line.slice(0, 4))), ...sieve.push(toBytes(line.slice(4))));
  assert.equal(records.length, 30_040);
  for (const [i, { bytes }] of records.entries()) assert.equal(toText(bytes), lines[i < 40 ? i : i - 40]);
});

test('every byte is counted once', () => {
  const sieve = newSieve();
  sieve.push(join('noise\r\nS>#1.5, 2\r\n', frame, 'rest'));
  assert.deepEqual(sieve.counts, {
    bytes: 30,
    claimed: 17,
    unmatched: 9,
    checksumFailed: 0,
    samples: { fixed: 1, sized: 0, reply: 0, point: 1, status: 0 },
  });
  sieve.end();
  assert.equal(sieve.counts.unmatched, 13);
});

test('a sample prefers the time of its arrival, then that of the instrument, then now', () => {
  const now = fromIso('2026-01-01T00:00:03Z');
  const record = { stream: 'ctd', quality: 'ok', values: { a: 1 }, bytes: frame } as const;
  const from = { instrument: 'ctd_1', now };
  assert.deepEqual(toSample({ ...record, port: 1n, device: 2n }, from), {
    instrument: 'ctd_1',
    stream: 'ctd',
    time: 1n,
    times: { port: 1n, device: 2n, driver: now },
    quality: 'ok',
    values: { a: 1 },
  });
  assert.equal(toSample({ ...record, device: 2n }, from).time, 2n);
  assert.equal(toSample(record, from).time, now);
  const log = { day: DAY, offset: 5, length: 8 };
  assert.deepEqual(toSample({ ...record, log }, from).log, log);
});

test('sieves that were compiled once for several instruments do not disturb each other', () => {
  const [one, other] = [newSieve(), newSieve()];
  const said = ['#1.5, 2\n', '#2.5, 3, abc\n', '#3.5, 4\n'].map(toBytes);
  const found = said.map((bytes) => [
    told(one.push(bytes.subarray(0, 3))),
    told(other.push(bytes)),
    told(one.push(bytes.subarray(3))),
  ]);
  assert.deepEqual(found, [
    [[], ['point ok 1.5 2 '], ['point ok 1.5 2 ']],
    [[], ['point ok 2.5 3 abc'], ['point ok 2.5 3 abc']],
    [[], ['point ok 3.5 4 '], ['point ok 3.5 4 ']],
  ]);
});
