import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connection, expectServer, heard, isHopeless, lookForServer, recovered } from './connection.ts';

test('a server that says nothing is lost since it was last heard, and back when it is heard', (t) => {
  let back = 0;
  t.after(recovered.listen(() => back++));
  expectServer(1000);
  heard(1500);
  assert.deepEqual(connection.get(), { state: 'live', since: 1500 });
  heard(2400);
  lookForServer(4900);
  assert.equal(connection.get().state, 'live');
  lookForServer(4901);
  assert.deepEqual(connection.get(), { state: 'lost', since: 2400 });
  assert.equal(back, 0, 'the first time that it is heard it was not lost');
  heard(9000);
  assert.deepEqual(connection.get(), { state: 'live', since: 9000 });
  assert.equal(back, 1);
});

test('an attempt on a slow link has its time, however long the server was away before', () => {
  expectServer(0);
  assert.equal(isHopeless(60_000, 61_000), false);
  assert.equal(isHopeless(60_000, 68_001), true);
  heard(67_000);
  assert.equal(isHopeless(60_000, 68_001), false);
});
