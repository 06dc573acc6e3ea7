import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketsFor, notAfter, PLOT_KEYS, panBy, zoomAround } from './plot-window.ts';

const YEAR = 366 * 86_400;

test('zooming keeps what is under the pointer where it is', () => {
  assert.deepEqual(zoomAround({ from: 100, to: 200 }, 125, 0.5, 1000), { from: 112.5, to: 162.5 });
  assert.deepEqual(zoomAround({ from: 112.5, to: 162.5 }, 125, 2, 1000), { from: 100, to: 200 });
});

test('a window is never shorter than a second nor longer than twenty years', () => {
  const short = zoomAround({ from: 100, to: 102 }, 101, 0.01, 1000);
  assert.equal(short.to - short.from, 1);
  const long = zoomAround({ from: 0, to: 15 * YEAR }, 0, 10, 1e12);
  assert.equal(long.to - long.from, 20 * YEAR);
});

test('nothing is shown of what has not happened yet: the window goes back by as much', () => {
  assert.deepEqual(notAfter({ from: 100, to: 200 }, 150), { from: 50, to: 150 });
  assert.deepEqual(panBy({ from: 100, to: 200 }, 1, 250), { from: 150, to: 250 });
  assert.deepEqual(panBy({ from: 100, to: 200 }, -0.5, 250), { from: 50, to: 150 });
});

test('a plot asks for a stretch for two pixels', () => {
  assert.equal(bucketsFor(1200), 600);
  assert.equal(bucketsFor(10), 50);
  assert.equal(bucketsFor(100_000), 2000);
});

test('the keys of a plot pan and zoom around its middle', () => {
  const window = { from: 100, to: 200 };
  assert.deepEqual(PLOT_KEYS.ArrowLeft?.(window, 1000), { from: 75, to: 175 });
  assert.deepEqual(PLOT_KEYS['+']?.(window, 1000), { from: 125, to: 175 });
  assert.deepEqual(PLOT_KEYS['-']?.(window, 1000), { from: 50, to: 250 });
});
