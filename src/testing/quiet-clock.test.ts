import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sleep } from '../kit/clock.ts';
import { QuietClock } from './quiet-clock.ts';

test('a day passes in a moment when nothing else is awaited', async () => {
  await using clock = new QuietClock('2026-01-01T00:00:00Z');
  const began = performance.now();
  await sleep(clock, 86_400_000);
  assert.equal(Math.floor(clock.elapsed()), 86_400_000);
  assert(performance.now() - began < 5000);
});

test('it stands while sockets talk, however often, and while a file is written', async (t) => {
  await using clock = new QuietClock();
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  let fired = false;
  const timer = clock.after(10, () => {
    fired = true;
  });
  const socket = connect(address.port, '127.0.0.1');
  await once(socket, 'connect');
  for (let round = 0; round < 200; round++) {
    socket.write(`${round}`);
    await once(socket, 'data');
  }
  assert.equal(fired, false);
  const folder = await mkdtemp(join(tmpdir(), 'sonde-quiet-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = await open(join(folder, 'file'), 'w');
  for (let round = 0; round < 20; round++) {
    await file.write('x'.repeat(100_000));
    await file.sync();
  }
  assert.equal(fired, false);
  await file.close();
  timer.cancel();
  socket.destroy();
  server.close();
  await once(server, 'close');
  assert.equal(clock.pending, 0);
});
