import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { PacketDecoder } from '../packet/decoder.ts';
import { formatPosition } from '../packet/position.ts';
import { readMarker } from './markers.ts';
import type { PortAgent } from './port-agent.ts';
import { atEnd, dial, startRig, takingNothing } from './test-rig.ts';

interface Call {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

async function call(t: TestContext, agent: PortAgent, path: string, options: RequestOptions = {}): Promise<Call> {
  const sent = request({ host: '127.0.0.1', port: agent.ports.http, path, agent: false, ...options });
  atEnd(t, () => sent.destroy());
  sent.on('error', () => {});
  if (options.method === 'POST') sent.flushHeaders();
  else sent.end();
  const [response] = await once(sent, 'response');
  return { request: sent, response };
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response.setEncoding('latin1')) text += piece;
  return text;
}

const get = async (t: TestContext, agent: PortAgent, path: string, options: RequestOptions = {}) => {
  const { response } = await call(t, agent, path, options);
  return { status: response.statusCode, headers: response.headers, text: await bodyOf(response) };
};

/** The next line of a response that goes on. */
const nextLine = async (response: IncomingMessage): Promise<unknown> => {
  const [bytes] = await once(response, 'data');
  return JSON.parse(bytes);
};

test('the status tells the link, the bytes, the log, the clients and the lease', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await device.connection();
  const client = await dial(t, agent.ports.data);
  client.send('ds');
  await wire.untilText('ds');
  wire.send('S>');
  await client.until(() => client.received.length > 0);
  const { status, text } = await get(t, agent, '/status');
  assert.equal(status, 200);
  const told = JSON.parse(text);
  assert.equal(told.name, 'ctd');
  assert.equal(told.pid, process.pid);
  assert.deepEqual(told.ports, agent.ports);
  assert.equal(told.link.name, `tcp://127.0.0.1:${device.port}`);
  assert.equal(told.link.state, 'connected');
  assert.deepEqual([told.bytes.in, told.bytes.out, told.bytes.refused], [2, 2, 0]);
  assert.deepEqual([told.log.state, told.log.lostBytes, told.log.repaired], ['ok', 0, 0]);
  assert.equal(told.clients.data[0].queued, 0);
  assert.equal(told.lease, undefined);
});

test('the metrics are what Prometheus reads', async (t) => {
  const { agent, device } = await startRig(t);
  await device.connection();
  const { text, headers } = await get(t, agent, '/metrics');
  assert.match(headers['content-type']!, /^text\/plain; version=0.0.4/);
  assert.match(text, /^# TYPE sonde_port_agent_link_up gauge\nsonde_port_agent_link_up\{instrument="ctd"\} 1$/m);
  for (const line of text.trim().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+\{instrument="ctd"\} [\d.e+-]+)$/);
});

test('the log is answered as packets: the position first, then what is in the file, byte for byte', async (t) => {
  const { agent, device, log } = await startRig(t);
  (await device.connection()).send('abc');
  const logged = await until(log, (all) => all.length === 2);
  const { status, text } = await get(t, agent, '/log');
  assert.equal(status, 200);
  const [marker, ...packets] = new PacketDecoder().push(Buffer.from(text, 'latin1'));
  assert.deepEqual(readMarker(marker!), logged[0]!.position);
  assert.deepEqual(
    packets.map(({ bytes }) => Buffer.from(bytes)),
    logged.map(({ packet }) => Buffer.from(packet.bytes)),
  );
});

test('positions that are none are refused with what would be right', async (t) => {
  const { agent } = await startRig(t);
  const refused = async (query: string) => {
    const { status, headers, text } = await get(t, agent, `/log?${query}`);
    assert.equal(headers['content-type'], 'application/problem+json');
    return [status, JSON.parse(text).detail];
  };
  assert.deepEqual(await refused('from=yesterday'), [
    400,
    "from: 'yesterday' is not a position in a log such as 2026-11-22:1234",
  ]);
  const [day] = agent.status().log.end.split(':');
  const [status, detail] = await refused(`from=${day}:999999`);
  assert.equal(status, 416);
  assert.match(detail, /past the end of the log, /);
  assert.equal((await refused('from=2001-01-01:5'))[0], 416);
});

test('who follows hears what comes at once, and heartbeats between', async (t) => {
  const { agent, device } = await startRig(t, { heartbeat: 20 });
  const wire = await device.connection();
  const { response } = await call(t, agent, '/log?from=end&follow=1');
  const decoder = new PacketDecoder();
  const seen: string[] = [];
  for await (const bytes of response) {
    for (const packet of decoder.push(bytes)) {
      const marker = readMarker(packet);
      seen.push(
        marker === undefined
          ? `${packet.type} ${Buffer.from(packet.payload)}`
          : String(marker === 'live' ? marker : 'position'),
      );
    }
    if (seen.at(-1) === 'live') wire.send('S>');
    if (seen.includes('HEARTBEAT HB') && seen.includes('DATA_FROM_INSTRUMENT S>')) break;
  }
  assert.equal(
    seen.find((line) => !line.includes('STATUS')),
    'position',
  );
  assert.equal(decoder.skippedBytes, 0);
});

test('a follower that does not read costs nothing, and gets every packet once when it reads again', async (t) => {
  const { agent, device, log } = await startRig(t);
  const wire = await device.connection();
  const { response } = await call(t, agent, '/log?follow=1');
  response.pause();
  const block = Buffer.alloc(64_000, 'y');
  const blocks = 400;
  for (let i = 0; i < blocks; i++) if (!wire.socket.write(block)) await once(wire.socket, 'drain');
  await until(
    async () => agent.status().bytes.in,
    (count) => count === blocks * block.length,
  );
  const decoder = new PacketDecoder();
  let bytes = 0;
  const positions: string[] = [];
  let next: { day: string; offset: number } | undefined;
  for await (const piece of response) {
    for (const packet of decoder.push(piece)) {
      const marker = readMarker(packet);
      if (typeof marker === 'object') next = marker;
      if (marker !== undefined || packet.type === 'HEARTBEAT') continue;
      positions.push(formatPosition(next!));
      next = { day: next!.day, offset: next!.offset + packet.size };
      if (packet.type === 'DATA_FROM_INSTRUMENT') bytes += packet.payload.length;
    }
    if (bytes >= blocks * block.length) break;
  }
  assert.equal(bytes, blocks * block.length);
  assert.deepEqual(
    positions,
    (await log()).map(({ position }) => formatPosition(position)),
  );
});

test('a writer is accepted at once, and told what became of its bytes', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await device.connection();
  const writer = await call(t, agent, '/write', { method: 'POST' });
  assert.equal(writer.response.statusCode, 200);
  writer.request.write('ds\r\n');
  assert.deepEqual(await nextLine(writer.response), { written: 4 });
  assert.equal(wire.text, 'ds\r\n');
  await device.unplug();
  await until(
    async () => agent.status().link.state,
    (state) => state === 'connecting',
  );
  writer.request.write('ts\r\n');
  const { refused, reason } = (await nextLine(writer.response)) as { refused: number; reason: string };
  assert.equal(refused, 4);
  assert.match(reason, /not connected/);
  writer.request.end();
  await once(writer.response, 'end');
});

test('while one holds the lease, nobody else writes, by whatever way, and the lease goes with its request', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await device.connection();
  const early = await call(t, agent, '/write?owner=early', { method: 'POST' });
  const driver = await call(t, agent, '/write?exclusive=1&owner=driver', { method: 'POST' });
  assert.equal(driver.response.statusCode, 200);
  assert.equal(agent.status().lease?.owner, 'driver');

  for (const query of ['exclusive=1&owner=second', 'owner=third']) {
    const { response } = await call(t, agent, `/write?${query}`, { method: 'POST' });
    assert.equal(response.statusCode, 409);
    const problem = JSON.parse(await bodyOf(response));
    assert.match(problem.detail, /^driver holds the writer's lease since 20/);
    assert.deepEqual([problem.code, problem.owner], ['state', 'driver']);
  }
  early.request.write('x');
  assert.match(JSON.stringify(await nextLine(early.response)), /"refused":1,"reason":"driver holds/);
  const client = await dial(t, agent.ports.data);
  client.send('y');
  await client.untilText("1 bytes were not sent to the instrument: driver holds the writer's lease");
  const console = await dial(t, agent.ports.command);
  console.send('break 100\n');
  await console.untilText('driver holds');
  assert.equal((await call(t, agent, '/break?ms=100', { method: 'POST' })).response.statusCode, 409);
  driver.request.write('ds');
  assert.deepEqual(await nextLine(driver.response), { written: 2 });
  assert.equal(wire.text, 'ds');

  driver.request.destroy();
  await until(
    async () => agent.status().lease,
    (lease) => lease === undefined,
  );
  client.send('z');
  await wire.untilText('dsz');
  assert.equal((await call(t, agent, '/write?exclusive=1', { method: 'POST' })).response.statusCode, 200);
});

test('a lease ends with its holder, also while the device takes nothing', async (t) => {
  const { agent, device, log } = await startRig(t, { openLink: takingNothing(new Promise(() => {})) });
  await device.connection();
  const first = await call(t, agent, '/write?exclusive=1&owner=first', { method: 'POST' });
  assert.equal(first.response.statusCode, 200);
  first.response.on('error', () => {});
  first.request.write('stuck');
  while (!(await log()).some(({ packet }) => packet.type === 'DATA_FROM_DRIVER')) await new Promise(setImmediate);
  first.request.destroy();
  while (agent.status().clients.http > 0) await new Promise(setImmediate);
  const second = await call(t, agent, '/write?exclusive=1&owner=second', { method: 'POST' });
  assert.equal(second.response.statusCode, 200);
  second.response.on('error', () => {});
});

test('a break where the medium has none says so', async (t) => {
  const { agent, device } = await startRig(t);
  await device.connection();
  const broken = await call(t, agent, '/break?ms=250', { method: 'POST' });
  assert.equal(broken.response.statusCode, 501);
  const { detail } = JSON.parse(await bodyOf(broken.response));
  assert.match(detail, /no break/);
  assert.equal((await call(t, agent, '/break?ms=5', { method: 'POST' })).response.statusCode, 400);
});

test('unknown paths and methods are refused with what there is', async (t) => {
  const { agent } = await startRig(t);
  const missing = await get(t, agent, '/stats');
  assert.equal(missing.status, 404);
  assert.match(missing.text, /there is GET \/status, GET \/metrics/);
  const { response } = await call(t, agent, '/status', { method: 'POST' });
  assert.equal(response.statusCode, 405);
  assert.equal(response.headers.allow, 'GET');
});

test('web pages are not answered: neither from another origin nor under another name', async (t) => {
  const { agent } = await startRig(t);
  const origins = [{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { host: 'evil.example' }];
  for (const headers of origins) assert.equal((await get(t, agent, '/status', { headers })).status, 403);
  assert.equal((await get(t, agent, '/status', { headers: { host: `localhost:${agent.ports.http}` } })).status, 200);
});

test('headers without end are cut off', async (t) => {
  const { agent } = await startRig(t);
  const socket = connect(agent.ports.http, '127.0.0.1');
  atEnd(t, () => socket.destroy());
  socket.write(`GET /status HTTP/1.1\r\nX: ${'a'.repeat(20_000)}`);
  const [answer] = await once(socket, 'data');
  assert.match(String(answer), /^HTTP\/1.1 431 /);
});

test('requests that are no HTTP do no harm', async (t) => {
  const { agent } = await startRig(t);
  for (const line of [
    'GET // HTTP/1.1',
    'GET http://[ HTTP/1.1',
    '\x00\x01\x02',
    'POST /write HTTP/1.1\r\nContent-Length: -1',
  ]) {
    const socket = connect(agent.ports.http, '127.0.0.1');
    socket.on('error', () => {});
    socket.end(`${line}\r\nHost: localhost\r\n\r\n`);
    socket.resume();
    await once(socket, 'close');
  }
  assert.equal((await get(t, agent, '/status')).status, 200);
});

/** Asks again at every turn of the event loop, for what no event tells. */
async function until<T>(ask: () => Promise<T>, found: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (found(value)) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
