import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFrame } from './per-frame.ts';

/** A browser whose next picture comes when it is told to. */
function fakePictures() {
  const waiting = new Map<number, () => void>();
  let count = 0;
  Object.assign(globalThis, {
    requestAnimationFrame: (draw: () => void) => {
      waiting.set(++count, draw);
      return count;
    },
    cancelAnimationFrame: (which: number) => waiting.delete(which),
  });
  return () => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const draw of all) draw();
  };
}

test('the work is done once for a picture, however often it was asked for', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const draw = fakePictures();
  let done = 0;
  const ask = perFrame(() => done++);
  ask();
  ask();
  draw();
  assert.equal(done, 1);
  t.mock.timers.tick(1000);
  assert.equal(done, 1);
  ask();
  draw();
  assert.equal(done, 2);
});

test('a page that is hidden while it waits for a picture does the work all the same', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const draw = fakePictures();
  let done = 0;
  const ask = perFrame(() => done++);
  ask();
  t.mock.timers.tick(250);
  assert.equal(done, 1);
  draw();
  assert.equal(done, 1);
});
