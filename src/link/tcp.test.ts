import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../kit/clock.ts';
import { ConnectionError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { MediumLink } from './medium-link.ts';
import { openLink } from './open-link.ts';
import { parseLink } from './parse-link.ts';
import { connectSocket, watchSocket } from './socket.ts';
import { listen } from './test-devices.ts';

/** The port of a host that answers nothing: it accepts no connection and its queue is full, so the kernel drops every other. */
async function deafPort(t: TestContext): Promise<number> {
  const program = `
    const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  for (let i = 0; i < 2; i++) {
    const filler = connect(port, '127.0.0.1');
    filler.on('error', () => {});
    t.after(() => filler.destroy());
    await once(filler, 'connect');
  }
  return port;
}

test('a refused connection says what was refused and where', async () => {
  const { port, [Symbol.asyncDispose]: close } = await listen();
  await close();
  await assert.rejects(openLink(parseLink(`tcp://127.0.0.1:${port}`), { clock: systemClock }), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.message, `tcp://127.0.0.1:${port}: connection refused`);
    assert.ok(error.cause instanceof Error);
    return true;
  });
});

test('a name that does not exist is told as such', async () => {
  await assert.rejects(openLink(parseLink('tcp://nowhere.invalid:4001'), { clock: systemClock }), {
    code: 'connection',
    message: /^tcp:\/\/nowhere\.invalid:4001: (no host of that name|the name of the host could not be looked up)$/,
  });
});

test('a host that does not answer is given up after 10 s', async (t) => {
  const port = await deafPort(t);
  const clock = new FakeClock();
  const opening = openLink(parseLink(`tcp://127.0.0.1:${port}`), { clock });
  const given = assert.rejects(opening, {
    code: 'connection',
    message: `tcp://127.0.0.1:${port}: no answer within 10 s`,
  });
  await clock.advance(10_000);
  await given;
  assert.equal(clock.pending, 0);
});

test('an attempt to open is ended by its signal, an open link is not', async (t) => {
  const clock = new FakeClock();
  const reason = new Error('changed my mind');
  const signal = AbortSignal.abort(reason);
  await assert.rejects(openLink(parseLink('tcp://127.0.0.1:1'), { clock, signal }), reason);

  const port = await deafPort(t);
  const attempt = new AbortController();
  const opening = openLink(parseLink(`tcp://127.0.0.1:${port}`), { clock, signal: attempt.signal });
  attempt.abort(reason);
  await assert.rejects(opening, reason);
  assert.equal(clock.pending, 0);

  await using host = await listen();
  const later = new AbortController();
  await using link = await openLink(parseLink(`tcp://127.0.0.1:${host.port}`), { clock, signal: later.signal });
  later.abort(reason);
  await link.write(Buffer.from('still there'));
});

test('a consumer that takes nothing holds the device back, and nothing is lost', async () => {
  await using host = await listen();
  await using link = await openLink(parseLink(`tcp://127.0.0.1:${host.port}`), { clock: systemClock });
  const device = await host.connection();
  const megabytes = 64;
  let taken = 0;
  for (let i = 0; i < megabytes; i++) device.write(Buffer.alloc(1 << 20, i), () => taken++);
  for (let turn = 0; turn < 2000; turn++) await setImmediate();
  assert.ok(taken < megabytes, 'the operating system took all: somebody must be holding it');

  let received = 0;
  for await (const { bytes } of link.chunks) {
    assert.equal(bytes[0], received >> 20);
    received += bytes.length;
    if (received === megabytes << 20) break;
  }
  assert.equal(received, megabytes << 20);
});

test('a device that takes nothing is told as such before much is waiting for it', async () => {
  await using host = await listen();
  await using link = await openLink(parseLink(`tcp://127.0.0.1:${host.port}`), { clock: systemClock });
  (await host.connection()).pause();
  const writes = Array.from({ length: 4 }, () => link.write(Buffer.alloc(400_000)));
  const results = await Promise.allSettled(writes.slice(2));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(writes[2]!, {
    code: 'connection',
    message: /: the device takes nothing; 800000 bytes are waiting for it$/,
  });
  await link.close();
  await Promise.allSettled(writes);
});

test('TCP has no break', async () => {
  await using host = await listen();
  await using link = await openLink(parseLink(`tcp://127.0.0.1:${host.port}`), { clock: systemClock });
  await assert.rejects(link.sendBreak(100), { code: 'not_implemented', message: /this kind of link has no break/ });
});

test('of two ports, one that closed before the other was open ends the link', async () => {
  await using device = await listen();
  const socket = await connectSocket('rxtx://device', '127.0.0.1', device.port, systemClock);
  (await device.connection()).destroy();
  await once(socket, 'close');
  const medium = { write: async () => {}, release: async () => {} };
  await using link = new MediumLink(medium, { name: 'rxtx://device', clock: systemClock });
  watchSocket(socket, link);
  assert.equal((await link.closed)?.message, 'rxtx://device: connection closed by the device');
});

test('of two ports, one that refuses leaves no connection to the other', async () => {
  await using rx = await listen();
  const tx = await listen();
  await tx[Symbol.asyncDispose]();
  await assert.rejects(openLink(parseLink(`rxtx://127.0.0.1:${rx.port},${tx.port}`), { clock: systemClock }), {
    message: `rxtx://127.0.0.1:${rx.port},${tx.port}: connection refused`,
  });
  const socket = await rx.connection();
  if (!socket.closed) await once(socket.resume(), 'close');
});
