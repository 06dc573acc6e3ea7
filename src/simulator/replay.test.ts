import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { concatBytes, toBytes, toText } from '../kit/bytes.ts';
import { ConfigError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { fromIso, fromMillis } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { serveReplay } from './replay.ts';

async function capture(content: Uint8Array | string) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-replay-'));
  const file = join(folder, 'capture');
  await writeFile(file, content);
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** Reads what a replay sends until that is so many bytes; `others` turns the clock meanwhile. */
async function listenTo(port: number, length: number, others: () => Promise<void> = async () => {}): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let got = '';
  const enough = Promise.withResolvers<void>();
  socket.on('data', (bytes) => {
    got += toText(bytes);
    if (got.length >= length) enough.resolve();
  });
  await once(socket, 'connect');
  let done = false;
  void enough.promise.then(() => {
    done = true;
  });
  while (!done) {
    await others();
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.destroy();
  return got;
}

test('bytes come at the pace that was asked for, again and again', async () => {
  await using source = await capture('0123456789'.repeat(22));
  const clock = new FakeClock();
  await using replay = await serveReplay({
    file: source.file,
    pace: { bytesPerSecond: 220 },
    loop: true,
    tcp: 0,
    clock,
  });
  const began = clock.elapsed();
  const got = await listenTo(replay.port, 440, () => clock.advance(10));
  assert.equal(got.slice(0, 440), '0123456789'.repeat(44));
  assert.ok(clock.elapsed() - began >= 1990, `${clock.elapsed() - began} ms`);
});

test('a log is played with its own gaps, and only what the instrument sent', async () => {
  const start = fromIso('2026-01-01');
  await using source = await capture(
    concatBytes([
      encodePacket('DATA_FROM_INSTRUMENT', toBytes('one'), start),
      encodePacket('DATA_FROM_DRIVER', toBytes('not this'), start + fromMillis(500)),
      encodePacket('DATA_FROM_INSTRUMENT', toBytes('two'), start + fromMillis(60_000)),
    ]),
  );
  const clock = new FakeClock();
  await using replay = await serveReplay({ file: source.file, pace: 'recorded', tcp: 0, clock });
  assert.equal(await listenTo(replay.port, 6, () => clock.advance(1000)), 'onetwo');
  assert.ok(clock.elapsed() >= 60_000);
});

test('a whole file comes as fast as it is taken', async () => {
  const content = Buffer.alloc(3_000_000, 'x');
  await using source = await capture(content);
  await using replay = await serveReplay({ file: source.file, pace: 'fast', tcp: 0 });
  assert.equal((await listenTo(replay.port, content.length)).length, content.length);
});

test('a file without packets has no recorded pace, and clients are hung up on', async () => {
  await using source = await capture('plain bytes');
  await using replay = await serveReplay({ file: source.file, pace: 'recorded', tcp: 0 });
  const socket = connect(replay.port, '127.0.0.1');
  await once(socket, 'close');
  const error = await replay.done;
  assert.match(String(error?.message), /holds no packets from an instrument/);
});

test('a pace that cannot be and a file that is not there are refused at once', async () => {
  await assert.rejects(serveReplay({ file: 'x', pace: { bytesPerSecond: 0 }, tcp: 0 }), ConfigError);
  await assert.rejects(
    serveReplay({ file: '/nowhere/x', pace: 'fast', tcp: 0 }),
    /\/nowhere\/x: capture: it cannot be read/,
  );
});

test('it can be closed before anybody came', async () => {
  await using source = await capture('abc');
  const replay = await serveReplay({ file: source.file, pace: 'fast', tcp: 0 });
  await replay.close();
  assert.equal(await replay.done, undefined);
});
