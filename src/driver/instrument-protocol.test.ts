import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { toBytes } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { ConnectionError, NotImplementedError, ParameterError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { processIdentity } from '../port-agent/process-identity.ts';
import { CONFIG, EchoProtocol, ScriptedConnection } from './test-doubles.ts';
import { Told } from './told.ts';

/** A device on TCP that answers to all it hears. */
async function device(t: TestContext) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => socket.write(`heard ${bytes}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  return { port: address.port, sockets, joined: once(server, 'connection') };
}

/** A protocol that has its own connection, and that tells when it hears something. */
async function alone(t: TestContext) {
  const data = await mkdtemp(join(tmpdir(), 'sonde-protocol-'));
  t.after(() => rm(data, { recursive: true, force: true, maxRetries: 3 }));
  const told = new Told();
  const heard = Promise.withResolvers<string>();
  class Listening extends EchoProtocol {
    override gotData(bytes: Uint8Array): void {
      super.gotData(bytes);
      if (this.heard.join('').includes('heard ds')) heard.resolve(this.heard.join(''));
    }
  }
  const make = () => new Listening({ clock: systemClock, announce: told.hear, launch: { data } });
  const protocol = make();
  t.after(() => protocol.disconnect().catch(() => {}));
  return { protocol, told, make, heard: heard.promise };
}

test('connect starts the process that owns the link, detach leaves it running, disconnect stops it', async (t) => {
  const { port, sockets, joined } = await device(t);
  const { protocol, make, heard } = await alone(t);
  const config = { method: 'ethernet', device_addr: '127.0.0.1', device_port: port };
  await protocol.configure(config);
  await assert.rejects(protocol.attach(), /no process serves/);
  const pid = await protocol.connect();
  assert.equal(process.kill(pid, 0), true);
  await protocol.execute('discover');
  await protocol.execute('start_direct');
  await joined;
  await protocol.executeDirect(toBytes('ds'));
  assert.equal(await heard, 'heard ds');

  const other = make();
  await other.configure(config);
  await assert.rejects(other.connect(), (error) => {
    assert(error instanceof ConnectionError);
    assert.match(error.message, new RegExp(`process ${pid} has this instrument already`));
    return true;
  });
  await protocol.detach();
  assert.equal(protocol.currentState, 'unknown');
  assert.deepEqual([sockets.length, sockets[0]?.destroyed, process.kill(pid, 0)], [1, false, true]);
  await other.attach();
  await assert.rejects(other.attach(), /attached already/);
  await other.disconnect();
  assert.equal(await processIdentity(pid), undefined, 'the process has ended');
});

test('a config is refused with all that is wrong', async () => {
  const protocol = new EchoProtocol({ clock: new FakeClock(), launch: { data: '/tmp' } });
  const refused = (config: unknown, ...names: string[]) =>
    assert.rejects(protocol.configure(config), (error) => {
      assert(error instanceof ParameterError);
      assert.deepEqual(
        error.issues.map(({ name }) => name),
        names,
      );
      return true;
    });
  await refused(undefined);
  await refused({}, 'method');
  await refused({ method: 'ethernet' }, 'device_addr', 'device_port');
  await refused(
    { method: 'ethernet', device_addr: 'a', device_port: 1, server_port: 0, baud: 9600 },
    'server_port',
    'baud',
  );
  await refused({ method: 'serial', parity: 'some' }, 'device_path', 'baud', 'parity');
  await protocol.configure({ method: 'serial', device_path: '/dev/ttyS9', baud: 9600, parity: 'even' });
  await assert.rejects(protocol.attach(), ConnectionError);
});

test('within a driver it is given its connection, and hears only what is live and from the instrument', async () => {
  const clock = new FakeClock();
  const connection = new ScriptedConnection(CONFIG);
  const told = new Told();
  const protocol = new EchoProtocol({ clock, connection, announce: told.hear });
  await protocol.attach();
  const packet = { time: clock.now(), payload: toBytes('S>') };
  connection.handlers?.onPackets([
    { packet: { ...packet, type: 'DATA_FROM_INSTRUMENT' }, live: false },
    { packet: { ...packet, type: 'DATA_FROM_DRIVER' }, live: true },
    { packet: { ...packet, type: 'DATA_FROM_INSTRUMENT' }, live: true },
  ]);
  assert.deepEqual(protocol.heard, ['S>']);
  await protocol.execute('discover');
  assert.deepEqual(protocol.getCapabilities().commands.slice(0, 3), ['get', 'set', 'acquire_sample']);
  assert.deepEqual(await protocol.get('all'), 'all');
  await assert.rejects(protocol.execute('reboot'), NotImplementedError);
  const running = protocol.execute('test');
  const failed = assert.rejects(running, /cable/);
  await new Promise((resolve) => setImmediate(resolve));
  connection.lose(new Error('cable'));
  await failed;
  assert.deepEqual(told.states, ['command', 'unknown']);
  assert.deepEqual(told.errors, ['cable']);
  await protocol.reset();
  await protocol.close();
  assert.equal(connection.stops, 1);
});
