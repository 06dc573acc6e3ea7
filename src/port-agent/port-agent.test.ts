import assert from 'node:assert/strict';
import { mkdir, rm, rmdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, ConnectionError, StateError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import type { Logger } from '../kit/logger.ts';
import { PacketDecoder } from '../packet/decoder.ts';
import { PortAgent } from './port-agent.ts';
import { runFilePath, runningPortAgent } from './run-file.ts';
import { atEnd, dial, type Peer, startRig, takingNothing } from './test-rig.ts';

/** The packets that came from a data port, as `TYPE payload`. */
const packetsOf = (peer: Peer): string[] =>
  new PacketDecoder()
    .push(peer.received)
    .map(({ type, payload }) => `${type} ${Buffer.from(payload).toString('latin1')}`);

const untilPacket = (peer: Peer, text: string): Promise<void> =>
  peer.until(() => packetsOf(peer).some((packet) => packet.includes(text)));

test('bytes of the device reach every client of the data port, with their time, after they are in the log', async (t) => {
  const { device, agent, log } = await startRig(t);
  const wire = await device.connection();
  const clients = [await dial(t, agent.ports.data), await dial(t, agent.ports.data)];
  await untilConnections(agent, 2);
  wire.send('S>');
  for (const client of clients) {
    await untilPacket(client, 'S>');
    assert.equal(packetsOf(client).at(-1), 'DATA_FROM_INSTRUMENT S>');
  }
  const logged = await log();
  assert.ok(
    logged.some(
      ({ packet }) => packet.type === 'DATA_FROM_INSTRUMENT' && Buffer.from(packet.payload).toString() === 'S>',
    ),
  );
});

test('bytes of a client go to the device as they are, and are in the log before what the device answers', async (t) => {
  const { device, agent, log } = await startRig(t);
  const wire = await device.connection();
  const client = await dial(t, agent.ports.data);
  client.send('ds\r\n');
  await wire.untilText('ds\r\n');
  wire.send('status');
  await untilPacket(client, 'status');
  const told = (await log()).map(({ packet }) => `${packet.type} ${Buffer.from(packet.payload)}`);
  assert.deepEqual(told, [
    `PORT_AGENT_STATUS LINK_UP tcp://127.0.0.1:${device.port}`,
    'DATA_FROM_DRIVER ds\r\n',
    'DATA_FROM_INSTRUMENT status',
  ]);
  assert.equal(agent.status().bytes.out, 4);
});

test('what cannot reach the device is refused on the connection that sent it, counted, and noted in the log once', async (t) => {
  const { device, agent, log } = await startRig(t);
  const wire = await device.connection();
  await device.unplug();
  await wire.untilEnd();
  const [client, other] = [await dial(t, agent.ports.data), await dial(t, agent.ports.data)];
  await untilLink(agent, 'connecting');
  for (let i = 1; i <= 3; i++) {
    client.send('ds\r\n');
    await client.until(() => packetsOf(client).length === i);
  }
  assert.match(
    packetsOf(client)[0]!,
    /^PORT_AGENT_FAULT data client 127.0.0.1:\d+: 4 bytes were not sent .*not connected/,
  );
  assert.equal(agent.status().bytes.refused, 12);
  assert.deepEqual(packetsOf(other), []);
  await agent.close();
  assert.equal((await log()).filter(({ packet }) => packet.type === 'PORT_AGENT_FAULT').length, 1);
});

test('a client that does not read is disconnected with a fault; the device and the others do not notice', async (t) => {
  const { device, agent, log } = await startRig(t, { clientQueue: 100_000 });
  const wire = await device.connection();
  const [slow, good] = [await dial(t, agent.ports.data), await dial(t, agent.ports.data)];
  await untilConnections(agent, 2);
  slow.socket.pause();
  const block = Buffer.alloc(60_000, 'x');
  let sent = 0;
  while (agent.status().clients.data.length === 2) {
    wire.send(block);
    sent += block.length;
    await good.until(() => good.received.length >= sent);
  }
  wire.send('END');
  await good.untilText('END');
  assert.equal(agent.status().clients.dropped, 1);
  const data = new PacketDecoder().push(good.received).filter(({ type }) => type === 'DATA_FROM_INSTRUMENT');
  assert.equal(
    data.reduce((sum, { payload }) => sum + payload.length, 0),
    sent + 3,
  );
  assert.ok(new PacketDecoder().push(good.received).every(({ type }) => type !== 'PORT_AGENT_FAULT'));
  await agent.close();
  const faults = (await log()).filter(({ packet }) => packet.type === 'PORT_AGENT_FAULT');
  assert.match(Buffer.from(faults[0]!.packet.payload).toString(), /^data client 127.0.0.1:\d+: disconnected/);
});

test('a device that is faster than the disk is held back, and nothing is lost', async (t) => {
  const { device, agent } = await startRig(t);
  const wire = await device.connection();
  const block = Buffer.alloc(64_000, 'x');
  const blocks = 1000;
  for (let i = 0; i < blocks; i++) wire.socket.write(block);
  await poll(() => agent.status().bytes.in === blocks * block.length);
  await agent.close();
  const { lostBytes, state } = agent.status().log;
  assert.deepEqual({ lostBytes, state }, { lostBytes: 0, state: 'ok' });
});

test('a short outage is not told to clients of the data port, a long one is, and the log has both at once', async (t) => {
  const clock = new FakeClock('2026-11-22T12:00:00Z');
  const { device, agent, log } = await startRig(t, { clock });
  const wire = await device.connection();
  const client = await dial(t, agent.ports.data);
  wire.send('a');
  await untilPacket(client, ' a');

  device.drop();
  await wire.untilEnd();
  await untilLink(agent, 'connecting');
  await clock.advance(1000);
  (await device.connection()).send('b');
  await untilPacket(client, ' b');
  assert.deepEqual(packetsOf(client), ['DATA_FROM_INSTRUMENT a', 'DATA_FROM_INSTRUMENT b']);

  const second = await device.connection();
  await device.unplug();
  await second.untilEnd();
  await untilLink(agent, 'connecting');
  await clock.advance(9000);
  assert.equal(agent.status().link.forgiven, 'CONNECTED');
  await clock.advance(1000);
  await untilPacket(client, 'DISCONNECTED');
  await device.plugIn();
  await clock.advance(30_000);
  await untilPacket(client, 'STATUS CONNECTED');
  await agent.close();
  const notes = (await log()).filter(({ packet }) => packet.type === 'PORT_AGENT_STATUS');
  assert.deepEqual(
    notes.map(({ packet }) => Buffer.from(packet.payload).toString().split(' ')[0]),
    ['LINK_UP', 'LINK_DOWN', 'LINK_UP', 'LINK_DOWN', 'LINK_UP', 'LINK_DOWN'],
  );
  assert.equal(clock.pending, 0);
});

test('heartbeats go to clients of the data port every interval, and not into the log', async (t) => {
  const clock = new FakeClock();
  const { device, agent, log } = await startRig(t, { clock });
  const wire = await device.connection();
  const client = await dial(t, agent.ports.data);
  wire.send('a');
  await untilPacket(client, ' a');
  await clock.advance(10_000);
  await client.until(() => packetsOf(client).length === 2);
  await clock.advance(10_000);
  await client.until(() => packetsOf(client).length === 3);
  assert.deepEqual(packetsOf(client).slice(1), ['HEARTBEAT HB', 'HEARTBEAT HB']);
  await agent.close();
  assert.ok((await log()).every(({ packet }) => packet.type !== 'HEARTBEAT'));
});

test('an outage is one line in the program log, and the return is one, however many attempts it took', async (t) => {
  const lines: string[] = [];
  const note = (_: object, message: string): void => void lines.push(message);
  const logger: Logger = { debug() {}, info: note, warn: note, error: note };
  const clock = new FakeClock();
  const { device, agent } = await startRig(t, { clock, logger });
  const wire = await device.connection();
  await untilLink(agent, 'connected');
  await device.unplug();
  await wire.untilEnd();
  await untilLink(agent, 'connecting');
  for (let i = 0; i < 4; i++) {
    const { attempts } = agent.status().link;
    await clock.advance(30_000);
    await poll(() => agent.status().link.attempts > attempts);
  }
  assert.match(agent.status().link.lastError!, /refused/);
  await device.plugIn();
  await clock.advance(30_000);
  await untilLink(agent, 'connected');
  (await device.connection()).send('S>');
  await poll(() => agent.status().bytes.in > 0);
  assert.equal(lines.length, 3);
  assert.equal(lines[0], 'connected');
  assert.equal(lines[1], 'connection lost, reconnecting');
  assert.match(lines[2]!, /^connected again after (2 min|150 s|1\d\d s)/);
});

test('a device that takes connections only to close them is one outage, which is over when one lasts', async (t) => {
  const lines: string[] = [];
  const note = (_: object, message: string): void => void lines.push(message);
  const logger: Logger = { debug() {}, info: note, warn: note, error: note };
  const clock = new FakeClock();
  const { device, agent } = await startRig(t, { clock, logger });
  for (let i = 0; i < 5; i++) {
    const wire = await device.connection();
    device.drop();
    await wire.untilEnd();
    await untilLink(agent, 'connecting');
    while (agent.status().link.state !== 'connected') await clock.advance(100);
  }
  assert.deepEqual(lines, ['connected', 'connection lost, reconnecting']);
  await clock.advance(10_000);
  assert.match(lines[2]!, /^connected again after \d+(\.\d)? s/);
});

test('twenty reconnections leave nothing behind', async (t) => {
  const clock = new FakeClock();
  const { device, agent } = await startRig(t, { clock });
  const client = await dial(t, agent.ports.data);
  let sent = 0;
  const resources = async (): Promise<string> => {
    (await device.connection()).send(`${++sent};`);
    await untilPacket(client, ` ${sent};`);
    const names = process.getActiveResourcesInfo();
    return names
      .filter((name) => !['Immediate', 'FSReqPromise', 'Timeout'].includes(name))
      .sort()
      .join();
  };
  await device.connection();
  const before = await resources();
  const timers = clock.pending;
  for (let i = 0; i < 20; i++) {
    const wire = await device.connection();
    device.drop();
    await wire.untilEnd();
    await untilLink(agent, 'connecting');
    await clock.advance(1000);
    await untilLink(agent, 'connected');
    await resources();
  }
  assert.equal(await resources(), before);
  assert.equal(clock.pending, timers);
});

test('the sniff port shows every packet as a line, and what is typed there goes nowhere', async (t) => {
  const { device, agent } = await startRig(t);
  const wire = await device.connection();
  const sniffer = await dial(t, agent.ports.sniff);
  await poll(() => agent.status().clients.sniff.length === 1);
  const client = await dial(t, agent.ports.data);
  sniffer.send('rm -rf\r\n');
  client.send('ts\r\n');
  await wire.untilText('ts\r\n');
  wire.send(" 20.1, it's\x07\r\n");
  await sniffer.untilText('x07');
  assert.match(sniffer.text, /^ *\d{10}\.\d{4} : +FROM_DRIVER : {2}CRC OK : 'ts\\r\\n'$/m);
  assert.match(sniffer.text, /^ *\d{10}\.\d{4} : FROM_INSTRUMENT : {2}CRC OK : " 20\.1, it's\\x07\\r\\n"$/m);
  assert.equal(wire.text, 'ts\r\n');
});

test('commands are answered on the connection that asks, to the byte', async (t) => {
  const { device, agent } = await startRig(t);
  await device.connection();
  await untilLink(agent, 'connected');
  const answer = async (line: string): Promise<string> => {
    const asker = await dial(t, agent.ports.command);
    asker.send(line);
    await asker.until(() => asker.text !== '');
    asker.socket.end();
    return asker.text;
  };
  assert.equal(await answer('get_state\n'), 'CONNECTED');
  assert.equal(await answer('get_state\r\n'), 'CONNECTED');
  const { ports, refdes, instport, type } = JSON.parse(await answer('get_config\n'));
  assert.deepEqual(
    { ports, refdes, instport, type },
    { ports: agent.ports, refdes: 'ctd', instport: device.port, type: 'tcp' },
  );
  assert.equal(await answer('get_version\n'), agent.status().version);
  assert.equal(await answer('ping\n'), `pong. version: ${agent.status().version}\n`);
  assert.match(await answer('help\n'), /^get_state .*\nget_config [\s\S]*\nshutdown .*\n$/);
  assert.match(await answer('reboot now\n'), /^fault: unknown command 'reboot'; there are get_state, .*\n$/);
  assert.match(await answer('\n'), /^fault: unknown command ''/);
  assert.match(await answer('break 5\n'), /^fault: break: '5' is not a length of 100 to 4000 ms\n$/);
  assert.match(await answer('break\n'), /^fault: tcp:.* no break\n$/);
  assert.match(await answer(`${'x'.repeat(300)}\n`), /^fault: a command of 300 bytes/);
});

test('a write that fails when the port agent has ended already harms nobody', async (t) => {
  const taken = Promise.withResolvers<void>();
  const { agent, device, log } = await startRig(t, { openLink: takingNothing(taken.promise) });
  await device.connection();
  const client = await dial(t, agent.ports.data);
  client.send('stuck');
  while (!(await log()).some(({ packet }) => packet.type === 'DATA_FROM_DRIVER')) await new Promise(setImmediate);
  await agent.close();
  taken.reject(new ConnectionError('too late'));
  await new Promise(setImmediate);
});

test('the command shutdown ends the port agent, which says so first', async (t) => {
  const { agent, folder } = await startRig(t);
  const asker = await dial(t, agent.ports.command);
  asker.send('shutdown\n');
  await asker.untilEnd();
  assert.equal(asker.text, 'shutting down\n');
  await agent.closed;
  assert.equal(await runningPortAgent(join(folder, 'run'), 'ctd'), undefined);
});

test('a part that cannot end keeps no other from ending, and the process goes on', async (t) => {
  const rig = await startRig(t);
  const options = { ...rig.options, name: 'other' };
  const agent = await PortAgent.start(options);
  const file = runFilePath(options.run, options.name);
  await rm(file);
  await mkdir(file);
  (await dial(t, agent.ports.command)).send('shutdown\n');
  await assert.rejects(agent.closed, /EISDIR|directory/);
  await rmdir(file);
  await (await PortAgent.start(options)).close();
});

test('asked for the state during a short outage, everybody is told the forgiven one', async (t) => {
  const clock = new FakeClock();
  const { device, agent } = await startRig(t, { clock });
  const wire = await device.connection();
  const client = await dial(t, agent.ports.data);
  wire.send('a');
  await untilPacket(client, ' a');
  await device.unplug();
  await wire.untilEnd();
  await untilLink(agent, 'connecting');
  const asker = await dial(t, agent.ports.command);
  asker.send('get_state\n');
  await asker.untilText('CONNECTED');
  assert.equal(asker.text, 'CONNECTED');
  await untilPacket(client, 'STATUS');
  assert.deepEqual(packetsOf(client), ['DATA_FROM_INSTRUMENT a', 'PORT_AGENT_STATUS CONNECTED']);
});

test('a second port agent for the same instrument is refused while the first lives', async (t) => {
  const { agent, options } = await startRig(t);
  await assert.rejects(PortAgent.start(options), (error: unknown) => {
    assert.ok(error instanceof StateError);
    assert.match(error.message, new RegExp(`already running \\(process ${process.pid}`));
    return true;
  });
  await agent.close();
  await (await PortAgent.start(options)).close();
});

test('options that cannot be used are all named at once, and a port that is taken is', async (t) => {
  const { options, agent } = await startRig(t);
  await assert.rejects(
    PortAgent.start({ ...options, name: '../x', ports: { data: 70_000 }, heartbeat: 0 }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.issues.map(({ name }) => name),
        ['name', 'ports.data', 'heartbeat'],
      );
      return true;
    },
  );
  const taken = agent.ports.data;
  const other = { ...options, name: 'other', ports: { http: taken } };
  await assert.rejects(PortAgent.start(other), new RegExp(`http port: cannot listen on 127.0.0.1:${taken}`));
  assert.equal(await runningPortAgent(options.run, 'other'), undefined);
  await (await PortAgent.start({ ...other, ports: {} })).close();
});

test('ports are bound to 127.0.0.1, and files are private', async (t) => {
  const { agent, folder, device } = await startRig(t);
  (await device.connection()).send('x');
  await poll(() => agent.status().log.end.endsWith(':0') === false);
  assert.equal(agent.status().listen, '127.0.0.1');
  for (const path of ['ctd', 'ctd/log', 'run'])
    assert.equal((await stat(join(folder, path))).mode & 0o777, 0o700, path);
  const [day] = agent.status().log.end.split(':');
  for (const path of [`ctd/log/${day}.datalog`, 'run/ctd.json']) {
    assert.equal((await stat(join(folder, path))).mode & 0o777, 0o600, path);
  }
  const elsewhere = createServer().listen({ host: '127.0.0.2', port: agent.ports.data });
  atEnd(t, () => elsewhere.close());
  await new Promise((resolve, reject) => elsewhere.once('listening', resolve).once('error', reject));
});

/** Looks again at every turn of the event loop: for what no event tells. */
async function poll(found: () => boolean): Promise<void> {
  while (!found()) await new Promise((resolve) => setImmediate(resolve));
}

const untilLink = (agent: PortAgent, state: string): Promise<void> => poll(() => agent.status().link.state === state);
const untilConnections = (agent: PortAgent, count: number): Promise<void> =>
  poll(() => agent.status().clients.data.length === count);
