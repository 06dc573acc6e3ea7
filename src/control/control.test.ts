import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { link, mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { InstrumentAgent } from '../agent/instrument-agent.ts';
import { foreignPortAgent } from '../agent/port-agent-home.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { silentLogger } from '../kit/logger.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { nullSink } from '../store/sample-sink.ts';
import { findInstrument, runningInstruments } from './control-client.ts';
import { serveControl } from './control-server.ts';
import { RemoteError } from './problem.ts';

/** One instrument that is not reached, served in a folder of its own. */
async function scene(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-control-'));
  const before = process.env.SONDE_RUNTIME_DIR;
  process.env.SONDE_RUNTIME_DIR = folder;
  const agent = new InstrumentAgent({
    id: 'ctd',
    definition: await loadInstrument('sea_bird.sbe37_smp'),
    home: foreignPortAgent({ addr: '127.0.0.1', port: 1 }),
    openSink: () => nullSink,
    checkpoint: checkpointFile(join(folder, 'checkpoint.json')),
    clock: systemClock,
    logger: silentLogger,
  });
  const served = await serveControl(new Map([['ctd', agent]]));
  t.after(async () => {
    await served[Symbol.asyncDispose]();
    if (before === undefined) delete process.env.SONDE_RUNTIME_DIR;
    else process.env.SONDE_RUNTIME_DIR = before;
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, socketPath: join(folder, `${process.pid}.sock`) };
}

const post = (socketPath: string, path: string, body: string) =>
  new Promise<{ status: number | undefined; detail: string }>((resolve, reject) => {
    const sending = request({ socketPath, path, method: 'POST', agent: false }, async (response) => {
      const content = JSON.parse(Buffer.concat(await response.toArray()).toString());
      resolve({ status: response.statusCode, detail: content.detail });
    });
    sending.once('error', reject);
    sending.end(body);
  });

test('a request that is not JSON, unknown, or of an unknown instrument is answered with what is wrong', async (t) => {
  const { socketPath } = await scene(t);
  assert.deepEqual(await post(socketPath, '/ctd/set', '{'), { status: 400, detail: 'the request: is not JSON' });
  assert.deepEqual(await post(socketPath, '/ctd/sett', '{}'), { status: 400, detail: 'sett: no such request' });
  assert.match((await post(socketPath, '/ctb/set', '{}')).detail, /did you mean 'ctd'/);
  assert.match((await post(socketPath, '/ctd/get', '{"names": 3}')).detail, /^names: /);
});

test('a request that is too large is answered, not cut off', async (t) => {
  const { socketPath } = await scene(t);
  const { status, detail } = await post(socketPath, '/ctd/set', ' '.repeat(1_100_000));
  assert.equal(status, 400);
  assert.match(detail, /longer than 1048576 bytes/);
});

test('an error of the driver keeps its code', async (t) => {
  await scene(t);
  const ctd = await findInstrument('ctd');
  await assert.rejects(ctd.ask('discover'), (error) => error instanceof RemoteError && error.code === 'state');
});

test('the socket of a dead process is removed, and nothing is in its way', async (t) => {
  const { folder } = await scene(t);
  const stale = join(folder, '1.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'live'), resolve));
  await link(join(folder, 'live'), stale); // closing the server removes only the name that it made
  await new Promise((resolve) => server.close(resolve));
  assert.equal((await runningInstruments()).length, 1);
  assert.equal(existsSync(stale), false);
});

test('the socket of a process that hangs up on us stays: it may be alive', async (t) => {
  const { folder } = await scene(t);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(join(folder, '2.sock'), resolve));
  t.after(() => server.close());
  assert.equal((await runningInstruments()).length, 1);
  assert.ok((await readdir(folder)).includes('2.sock'));
});

test('an instrument that two processes run is not guessed at', async (t) => {
  const { folder } = await scene(t);
  await link(join(folder, `${process.pid}.sock`), join(folder, '3.sock'));
  await assert.rejects(
    findInstrument('ctd'),
    (error) => error instanceof ParameterError && /2 processes/.test(error.message),
  );
});

test('a process that ends in the middle of its answer is a lost connection', async (t) => {
  const { folder } = await scene(t);
  const list = JSON.stringify([{ id: 'half' }]);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (head) => {
      if (head.toString().startsWith('GET'))
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${list.length}\r\n\r\n${list}`);
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"inter');
    });
  });
  await new Promise<void>((resolve) => server.listen(join(folder, '4.sock'), resolve));
  t.after(() => server.close());
  const half = await findInstrument('half');
  await assert.rejects(half.ask('get'), ConnectionError);
});
