import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { makeBacklog } from './backlog.ts';

test('whoever brings more than there is room for waits until half of it is gone', async () => {
  const clock = new FakeClock();
  const backlog = makeBacklog({ clock, limit: 100, patience: 5000 });
  backlog.add(100);
  assert.equal(backlog.room(), undefined);
  backlog.add(1);
  let free = false;
  const room = backlog.room()?.then(() => {
    free = true;
  });
  backlog.remove(50);
  await clock.advance(1000);
  assert.equal(free, false);
  backlog.remove(1);
  await room;
  assert.equal(clock.pending, 0);
});

test('a disk that hangs is waited for once, and again when it has caught up', async () => {
  const clock = new FakeClock();
  const backlog = makeBacklog({ clock, limit: 100, patience: 5000 });
  backlog.add(200);
  const room = backlog.room();
  await clock.advance(5000);
  await room;
  backlog.add(200);
  assert.equal(backlog.room(), undefined);
  backlog.remove(400);
  backlog.add(200);
  assert.notEqual(backlog.room(), undefined);
});
