import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { toBytes } from '../kit/bytes.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { fromIso } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { LoggerClient } from './logger-client.ts';
import { listener } from './test-listener.ts';
import { atEnd, Peer } from './test-rig.ts';

/** Something that answers on a port, as a test says. */
async function server(t: TestContext, onPeer: (peer: Peer) => void): Promise<number> {
  const listening = createServer((socket) => onPeer(new Peer(socket)));
  const sockets = new Set<Peer>();
  listening.on('connection', (socket) => sockets.add(new Peer(socket)));
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  atEnd(t, () => {
    listening.close();
    for (const { socket } of sockets) socket.destroy();
  });
  const address = listening.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

const time = fromIso('2026-11-22T12:00:00Z');

test('silence is noticed once; any traffic is life', async (t) => {
  const clock = new FakeClock();
  let data: Peer | undefined;
  const dataPort = await server(t, (peer) => {
    data = peer;
  });
  const client = new LoggerClient('127.0.0.1', dataPort, { clock });
  atEnd(t, () => client.stopComms());
  const heard = listener();
  await client.initComms(heard.handlers);
  for (let i = 1; i <= 3; i++) {
    await clock.advance(30_000);
    data!.send(encodePacket('DATA_FROM_INSTRUMENT', toBytes('.'), time));
    await heard.until(() => heard.packets.length === i);
  }
  await clock.advance(34_999);
  assert.equal(heard.errors.length, 0);
  await clock.advance(1);
  await clock.advance(60_000);
  assert.equal(heard.errors.length, 1);
  assert.match(heard.errors[0]!.message, /nothing came for 35 s/);
  assert.equal(clock.pending, 0);
});

test('a command connection that the port agent never closes ends with the client', async (t) => {
  const dataPort = await server(t, (peer) => peer.send(encodePacket('PORT_AGENT_STATUS', toBytes('CONNECTED'), time)));
  const commands = createServer({ allowHalfOpen: true });
  commands.listen(0, '127.0.0.1');
  atEnd(t, () => commands.close());
  await once(commands, 'listening');
  const address = commands.address();
  assert.ok(typeof address === 'object' && address !== null);
  const joined = once(commands, 'connection');
  const client = new LoggerClient('127.0.0.1', dataPort, { commandPort: address.port });
  await client.initComms(listener().handlers);
  const [socket] = await joined;
  const asked = new Peer(socket);
  atEnd(t, () => socket.destroy());
  await asked.untilText('get_config\n');
  await client.stopComms();
  // Only who writes learns that nobody is there any more.
  while (!asked.ended) {
    asked.send('.');
    await new Promise(setImmediate);
  }
});

test('damaged bytes cost the packet they are in and no other; heartbeats of either generation are not handed on', async (t) => {
  const state = encodePacket('PORT_AGENT_STATUS', toBytes('CONNECTED'), time);
  const old = encodePacket('DIGI_CMD', toBytes(''), time);
  const damaged = encodePacket('DATA_FROM_INSTRUMENT', toBytes('damaged'), time);
  damaged[20]! ^= 1;
  const good = encodePacket('DATA_FROM_INSTRUMENT', toBytes('good'), time);
  const beat = encodePacket('HEARTBEAT', toBytes('HB'), time);
  const dataPort = await server(t, (peer) => {
    peer.send(Buffer.concat([toBytes('noise'), state, old, damaged, beat, good]));
  });
  const client = new LoggerClient('127.0.0.1', dataPort);
  atEnd(t, () => client.stopComms());
  const heard = listener();
  await client.initComms(heard.handlers);
  await heard.until(() => heard.data() === 'good');
  assert.deepEqual(
    heard.packets.map(({ packet }) => packet.type),
    ['PORT_AGENT_STATUS', 'DATA_FROM_INSTRUMENT'],
  );
});

test('an older one is asked for heartbeats, and its own types are understood', async (t) => {
  const asked: Peer[] = [];
  let data: Peer | undefined;
  const dataPort = await server(t, (peer) => {
    data = peer;
  });
  const commandPort = await server(t, (peer) => {
    asked.push(peer);
    void peer.untilText('get_state\n').then(() => {
      data!.send(encodePacket('PORT_AGENT_STATUS', toBytes('DISCONNECTED'), time));
    });
  });
  const client = new LoggerClient('127.0.0.1', dataPort, { commandPort, generation: 'cpa' });
  atEnd(t, () => client.stopComms());
  await client.initComms(listener().handlers);
  assert.equal(client.state, 'disconnected');
  assert.equal(asked[0]!.text, 'heartbeat_interval 10\nget_state\nget_config\n');
});

test('one that does not answer is given up in time, and nothing is left of the attempt', async (t) => {
  const clock = new FakeClock();
  const dataPort = await server(t, () => {});
  let asked: Peer | undefined;
  const commandPort = await server(t, (peer) => {
    asked = peer;
  });
  const client = new LoggerClient('127.0.0.1', dataPort, { commandPort, clock });
  const attaching = client.initComms(listener().handlers);
  attaching.catch(() => {});
  while (asked === undefined) await new Promise(setImmediate);
  await asked.untilText('get_config\n');
  await clock.advance(10_000);
  await assert.rejects(attaching, /no answer within 10 s/);
  assert.equal(clock.pending, 0);
  assert.equal(client.attached, false);
});

test('attaching can be broken off', async (t) => {
  const dataPort = await server(t, () => {});
  const commandPort = await server(t, () => {});
  const client = new LoggerClient('127.0.0.1', dataPort, { commandPort });
  const stop = new AbortController();
  const attaching = client.initComms(listener().handlers, stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(attaching, /enough/);
});
