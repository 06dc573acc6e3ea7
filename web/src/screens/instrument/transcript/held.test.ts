import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appended, type Held, held, MOST, type Page, prepended, remarked } from './held.ts';

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

test('a record that is found later is marked in the pieces that are there', () => {
  const mark = { from: 0, to: 1, stream: 'ctd', time: '2026-11-23T10:00:00.000Z' };
  const marked = remarked(held(page(1, 2)), [{ ...entry(2), matched: [mark] }]);
  assert.deepEqual(
    marked.chunks.map(({ matched }) => matched),
    [[], [mark]],
  );
});
