import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { toBytes, toText } from '../kit/bytes.ts';
import { ConnectionError, NotImplementedError, ParameterError, StateError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { formatPosition } from '../packet/position.ts';
import { LoggerClient, type LoggerClientOptions } from './logger-client.ts';
import type { PortAgent } from './port-agent.ts';
import { listener } from './test-listener.ts';
import { atEnd, type Device, type Peer, startRig } from './test-rig.ts';

type Way = 'ours' | 'original';

function clientOf(t: TestContext, agent: PortAgent, way: Way, more: LoggerClientOptions = {}): LoggerClient {
  const { data, command, http } = agent.ports;
  const client = new LoggerClient('127.0.0.1', data, {
    ...(way === 'ours' ? { httpPort: http } : { commandPort: command }),
    ...more,
  });
  atEnd(t, () => client.stopComms());
  return client;
}

const untilLink = async (agent: PortAgent, state: string): Promise<void> => {
  while (agent.status().link.state !== state) await new Promise(setImmediate);
};

async function plugged(device: Device, agent: PortAgent): Promise<Peer> {
  const wire = await device.connection();
  await untilLink(agent, 'connected');
  return wire;
}

for (const way of ['ours', 'original'] as const) {
  test(`${way}: attaches knowing the state, hears the device, and sends to it`, async (t) => {
    const { agent, device } = await startRig(t);
    const wire = await plugged(device, agent);
    const client = clientOf(t, agent, way);
    const heard = listener();
    await client.initComms(heard.handlers);
    assert.equal(client.state, 'connected');
    assert.deepEqual(heard.states, [], 'called back on the stack of the caller');
    await client.send(toBytes('ds\r\n'));
    await wire.untilText('ds\r\n');
    wire.send('S>');
    await heard.until(() => heard.data() === 'S>');
    assert.deepEqual(heard.states, ['connected']);
    assert.ok(heard.packets.every(({ packet }) => packet.type !== 'HEARTBEAT'));
    assert.deepEqual(heard.errors, []);
  });

  test(`${way}: a device that cannot be reached is known to be so`, async (t) => {
    const { agent, device } = await startRig(t);
    const wire = await plugged(device, agent);
    await device.unplug();
    await wire.untilEnd();
    await untilLink(agent, 'connecting');
    const client = clientOf(t, agent, way);
    await client.initComms(listener().handlers);
    assert.equal(
      client.state,
      way === 'ours' ? 'disconnected' : 'connected',
      'an original one is told the forgiven state',
    );
  });

  test(`${way}: the end of the port agent is told once, and ends what is being sent`, async (t) => {
    const { agent, device } = await startRig(t);
    await plugged(device, agent);
    const client = clientOf(t, agent, way);
    const heard = listener();
    await client.initComms(heard.handlers);
    await agent.close();
    await heard.until(() => heard.errors.length > 0);
    assert.ok(heard.errors[0] instanceof ConnectionError);
    await assert.rejects(client.send(toBytes('x')), ConnectionError);
    await client.stopComms();
    await client.stopComms();
    assert.equal(heard.errors.length, 1);
  });

  test(`${way}: after stopComms nothing is called back, and it can attach again`, async (t) => {
    const { agent, device } = await startRig(t);
    const wire = await plugged(device, agent);
    const clock = new FakeClock();
    const client = clientOf(t, agent, way, { clock });
    const heard = listener();
    await client.initComms(heard.handlers);
    await client.stopComms();
    assert.equal(clock.pending, 0);
    wire.send('unheard');
    const again = listener();
    await client.initComms(again.handlers);
    wire.send('heard');
    await again.until(() => again.data().includes('heard'));
    assert.deepEqual([heard.packets, heard.errors, heard.states], [[], [], []]);
  });

  test(`${way}: nobody there is a ConnectionError that says where`, async (t) => {
    const { agent } = await startRig(t);
    const client = clientOf(t, agent, way);
    await agent.close();
    const { data, http } = agent.ports;
    await assert.rejects(client.initComms(listener().handlers), (error: unknown) => {
      assert.ok(error instanceof ConnectionError);
      assert.match(error.message, new RegExp(`^port agent 127.0.0.1:${way === 'ours' ? http : data}: .*ECONNREFUSED`));
      return true;
    });
    assert.equal(client.attached, false);
  });
}

test('a function as handler gets the bytes of the instrument only', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await plugged(device, agent);
  const client = clientOf(t, agent, 'ours', { from: 'start' });
  const { promise, resolve } = Promise.withResolvers<string>();
  await client.initComms((bytes) => resolve(toText(bytes)));
  wire.send('S>');
  assert.equal(await promise, 'S>');
});

test('ours: the past comes first, marked as such, then the present, each with its position, and it goes on from any of them', async (t) => {
  const { agent, device, log } = await startRig(t);
  const wire = await plugged(device, agent);
  for (let i = 1; i <= 3; i++) {
    wire.send('past ');
    while (agent.status().bytes.in < i * 5) await new Promise(setImmediate);
  }
  while ((await log()).length < 4) await new Promise(setImmediate);
  const first = listener();
  const client = clientOf(t, agent, 'ours', { from: 'start' });
  await client.initComms(first.handlers);
  await client.caughtUp;
  assert.equal(first.packets.length, 4);
  wire.send('now');
  await first.until(() => first.data().endsWith('now'));
  await client.stopComms();
  assert.deepEqual(
    first.packets.map(({ live }) => live),
    [false, false, false, false, true],
  );
  assert.deepEqual(
    first.packets.map(({ position }) => formatPosition(position!)),
    (await log()).map(({ position }) => formatPosition(position)),
  );

  const second = listener();
  const resumed = clientOf(t, agent, 'ours', { from: first.packets[2]!.position! });
  await resumed.initComms(second.handlers);
  await second.until(() => second.packets.length === 3);
  assert.deepEqual(
    second.packets.map(({ position }) => position),
    first.packets.slice(2).map(({ position }) => position),
  );
});

test('ours: the link is told at once, and what stands in the log of earlier outages is not', async (t) => {
  const clock = new FakeClock();
  const { agent, device } = await startRig(t, { clock });
  let wire = await plugged(device, agent);
  device.drop();
  await wire.untilEnd();
  await untilLink(agent, 'connecting');
  await clock.advance(1000);
  wire = await plugged(device, agent);
  const heard = listener();
  const client = clientOf(t, agent, 'ours', { from: 'start' });
  await client.initComms(heard.handlers);
  wire.send('x');
  await heard.until(() => heard.data().endsWith('x'));
  assert.deepEqual(heard.states, ['connected']);
  await device.unplug();
  await heard.until(() => heard.states.length === 2);
  assert.equal(client.state, 'disconnected');
  await assert.rejects(client.send(toBytes('ds')), (error: unknown) => {
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /not connected/);
    return true;
  });
  assert.deepEqual(heard.errors, []);
});

test('ours: what the device sent before it was lost is handed on before that is told', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await plugged(device, agent);
  const told: string[] = [];
  const lost = Promise.withResolvers<void>();
  const client = clientOf(t, agent, 'ours');
  await client.initComms({
    onPackets(packets) {
      for (const { packet } of packets) if (packet.type === 'DATA_FROM_INSTRUMENT') told.push(toText(packet.payload));
    },
    onState(state) {
      told.push(state);
      if (state === 'disconnected') lost.resolve();
    },
  });
  wire.socket.end('last words');
  await lost.promise;
  assert.deepEqual(told, ['connected', 'last words', 'disconnected']);
});

test('ours: the signal of attaching has no power over the attachment', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await plugged(device, agent);
  const client = clientOf(t, agent, 'ours');
  const heard = listener();
  const stop = new AbortController();
  await client.initComms(heard.handlers, stop.signal);
  stop.abort();
  wire.send('x');
  await heard.until(() => heard.data() === 'x');
  assert.equal(client.attached, true);
});

test('ours: an impossible position is a ParameterError', async (t) => {
  const { agent } = await startRig(t);
  const client = clientOf(t, agent, 'ours', { from: { day: '2099-01-01', offset: 0 } });
  await assert.rejects(client.initComms(listener().handlers), (error: unknown) => {
    assert.ok(error instanceof ParameterError);
    assert.match(error.message, /2099-01-01:0 is past the end of the log/);
    return true;
  });
});

test('ours: who holds the lease writes alone, and a second is told by whom it is held', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await plugged(device, agent);
  const driver = clientOf(t, agent, 'ours', { exclusive: true, owner: 'ctd driver' });
  await driver.initComms(listener().handlers);
  const second = clientOf(t, agent, 'ours', { exclusive: true });
  await assert.rejects(second.initComms(listener().handlers), (error: unknown) => {
    assert.ok(error instanceof StateError);
    assert.match(error.message, /ctd driver holds the writer's lease/);
    return true;
  });
  const viewer = clientOf(t, agent, 'ours');
  await viewer.initComms(listener().handlers);
  await assert.rejects(viewer.send(toBytes('x')), StateError);
  await driver.send(toBytes('ds'));
  await driver.stopComms();
  while (agent.status().lease !== undefined) await new Promise(setImmediate);
  await viewer.send(toBytes('x'));
  await wire.untilText('dsx');
});

test('ours: with the lease a break is let through to the medium', async (t) => {
  const { agent, device } = await startRig(t);
  await plugged(device, agent);
  const driver = clientOf(t, agent, 'ours', { exclusive: true });
  await driver.initComms(listener().handlers);
  await assert.rejects(driver.sendBreak(200), NotImplementedError);
  const viewer = clientOf(t, agent, 'ours');
  await viewer.initComms(listener().handlers);
  await assert.rejects(viewer.sendBreak(200), StateError);
});

test('ours: handlers that take their time slow the reading, and nothing is lost', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await plugged(device, agent);
  const client = clientOf(t, agent, 'ours');
  let taken = 0;
  let atWork = 0;
  const done = Promise.withResolvers<void>();
  await client.initComms({
    async onPackets(packets) {
      assert.equal(++atWork, 1);
      await new Promise(setImmediate);
      for (const { packet } of packets) if (packet.type === 'DATA_FROM_INSTRUMENT') taken += packet.payload.length;
      atWork--;
      if (taken >= 5_000_000) done.resolve();
    },
  });
  for (let i = 0; i < 100; i++) if (!wire.socket.write(Buffer.alloc(50_000, 'z'))) await once(wire.socket, 'drain');
  await done.promise;
  assert.equal(taken, 5_000_000);
});

test('ours: the log is caught up with when the past has been taken, also when nothing comes after it', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await plugged(device, agent);
  wire.send('past');
  while (agent.status().bytes.in < 4) await new Promise(setImmediate);
  const client = clientOf(t, agent, 'ours', { from: 'start' });
  const taken = Promise.withResolvers<void>();
  let isCaughtUp = false;
  const handed = Promise.withResolvers<void>();
  await client.initComms({
    onPackets() {
      handed.resolve();
      return taken.promise;
    },
  });
  const caughtUp = client.caughtUp.then(() => {
    isCaughtUp = true;
  });
  await handed.promise;
  await new Promise(setImmediate);
  assert.equal(isCaughtUp, false);
  taken.resolve();
  await caughtUp;
});

test('attaching twice is a StateError', async (t) => {
  const { agent } = await startRig(t);
  const client = clientOf(t, agent, 'ours');
  await client.initComms(listener().handlers);
  await assert.rejects(client.initComms(listener().handlers), StateError);
});
