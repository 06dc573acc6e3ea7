import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appended, endOf, type Held, held, MOST, type Page, prepended } from './held.ts';
import { laidOver, spanOf } from './live-marks.ts';

const entry = (n: number) => ({
  position: `2026-11-23:${n}`,
  time: '2026-11-23T10:00:00.000Z',
  direction: 'received' as const,
  bytes: 'QQ==',
  matched: [],
});
const page = (from: number, count: number, more: Partial<Page> = {}): Page => ({
  entries: Array.from({ length: count }, (_, i) => entry(from + i)),
  ...more,
});
const offsets = ({ chunks }: Held): string[] => chunks.map(({ position }) => position.slice(11));

test('pages are held one behind the other, and what lies beyond them is known', () => {
  const first = held(page(10, 2, { previous: 'a', next: 'b' }));
  const both = appended(first, page(12, 2, { previous: 'x', next: 'c' }));
  assert.deepEqual([offsets(both), both.previous, both.next], [['10', '11', '12', '13'], 'a', 'c']);
  const three = prepended(both, page(8, 2, { next: 'y' }));
  assert.deepEqual([offsets(three), three.previous, three.next], [['8', '9', '10', '11', '12', '13'], undefined, 'c']);
});

test('of too many pieces those that lie farthest away are let go, and can be asked for again', () => {
  const full = held(page(MOST, MOST));
  const forward = appended(full, page(2 * MOST, 5));
  assert.deepEqual([forward.chunks.length, forward.previous], [MOST, `2026-11-23:${MOST + 5}`]);
  const back = prepended(full, page(MOST - 5, 5, { previous: 'p' }));
  assert.deepEqual([back.chunks.length, back.previous, back.next], [MOST, 'p', `2026-11-23:${2 * MOST - 5}`]);
});

test('what is told twice is held once', () => {
  const one = appended(held(page(1, 3)), page(2, 3));
  assert.deepEqual(offsets(one), ['1', '2', '3', '4']);
});

const span = (offset: number, length: number) => ({ day: '2026-11-23', offset, length, stream: 'ctd', time: 't' });

test('what comes is asked for from behind the last byte', () => {
  assert.equal(endOf(held(page(10, 3))), '2026-11-23:29');
  assert.equal(endOf(held(page(10, 0))), undefined);
});

test('a sample that came live marks its bytes, over the pieces that brought them', () => {
  const chunk = (offset: number, bytes: number, direction: 'received' | 'sent' = 'received') => ({
    ...entry(offset),
    direction,
    bytes: new Uint8Array(bytes),
  });
  // Packets: a head of 16 bytes, then the payload.
  const chunks = [chunk(100, 10), chunk(126, 4, 'sent'), chunk(146, 10)];
  const { chunks: marked, waiting } = laidOver(chunks, [span(116, 4), span(122, 8), span(166, 9), span(50, 5)]);
  assert.deepEqual(
    marked.map(({ matched }) => matched.map(({ from, to }) => [from, to])),
    [
      [
        [0, 4],
        [6, 10],
      ],
      [],
      [
        [0, 4],
        [4, 10],
      ],
    ],
  );
  assert.deepEqual(waiting, [span(166, 9)]);
});

test('a sample whose last bytes have not come yet is marked when they have', () => {
  const first = { ...entry(100), bytes: new Uint8Array(10) };
  const half = laidOver([first], [span(122, 8)]);
  assert.deepEqual([half.chunks[0]?.matched.length, half.waiting.length], [1, 1]);
  const whole = laidOver([...half.chunks, { ...entry(126), bytes: new Uint8Array(10) }], half.waiting);
  assert.deepEqual(
    whole.chunks.map(({ matched }) => matched.map(({ from, to }) => [from, to])),
    [[[6, 10]], [[0, 4]]],
  );
  assert.deepEqual(whole.waiting, []);
});

test('only what stands in the log of the link that is shown marks it', () => {
  const sample = { stream: 'ctd', time: 't' };
  const log = { day: '2026-11-23', offset: 116, length: 4 };
  assert.deepEqual(spanOf(log, sample, undefined), span(116, 4));
  assert.deepEqual(spanOf({ ...log, link: 'slave' }, sample, 'slave')?.offset, 116);
  assert.equal(spanOf({ ...log, link: 'slave' }, sample, 'master'), undefined);
  assert.equal(spanOf(undefined, sample, undefined), undefined);
  assert.equal(spanOf({ day: 1 }, sample, undefined), undefined);
});
