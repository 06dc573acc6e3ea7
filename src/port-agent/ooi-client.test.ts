// A client of the original port agent, written from a description of that alone: it shares no code with ours, packets included.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { atEnd, startRig } from './test-rig.ts';

interface OoiPacket {
  readonly type: number;
  readonly checksumGood: boolean;
  /** Unix time in seconds. */
  readonly time: number;
  readonly data: string;
}

const TYPES = { data: 1, status: 4, config: 6, heartbeat: 9 };

/** Reads exactly 16 bytes of header, then as many as that says, and looks for no sync: one byte too many and all is lost. */
class OoiClient {
  readonly packets: OoiPacket[] = [];
  readonly #socket: Socket;
  #buffer = Buffer.alloc(0);
  #news = Promise.withResolvers<void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, bytes]);
      this.#read();
      this.#news.resolve();
      this.#news = Promise.withResolvers();
    });
  }

  static async connect(t: TestContext, port: number): Promise<OoiClient> {
    const socket = connect(port, '127.0.0.1');
    atEnd(t, () => socket.destroy());
    await once(socket, 'connect');
    return new OoiClient(socket);
  }

  #read(): void {
    while (this.#buffer.length >= 16) {
      assert.equal(this.#buffer.readUIntBE(0, 3), 0xa39d7a, 'the stream does not stand at a packet');
      const size = this.#buffer.readUInt16BE(4);
      if (this.#buffer.length < size) return;
      const whole = this.#buffer.subarray(0, size);
      this.#buffer = this.#buffer.subarray(size);
      let lrc = 0;
      for (const [at, byte] of whole.entries()) if (at !== 6 && at !== 7) lrc ^= byte;
      this.packets.push({
        type: whole.readUInt8(3),
        checksumGood: lrc === whole.readUInt16BE(6),
        time: whole.readUInt32BE(8) - 2_208_988_800 + whole.readUInt32BE(12) / 2 ** 32,
        data: whole.subarray(16).toString('latin1'),
      });
    }
  }

  async until(found: (packet: OoiPacket) => boolean): Promise<OoiPacket> {
    for (;;) {
      const packet = this.packets.find(found);
      if (packet !== undefined) return packet;
      await this.#news.promise;
    }
  }

  send(bytes: string): void {
    this.#socket.write(bytes);
  }
}

/** A command goes over a connection of its own, which is closed at once: no answer is read from it. */
async function command(port: number, line: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${line}\n`, () => socket.destroy());
  await once(socket, 'close');
}

test('an original client attaches, learns the state and the configuration on its data connection, and talks to the device', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await device.connection();
  while (agent.status().link.state !== 'connected') await new Promise(setImmediate);
  const client = await OoiClient.connect(t, agent.ports.data);
  await command(agent.ports.command, 'get_state');
  await command(agent.ports.command, 'get_config');
  assert.equal((await client.until(({ type }) => type === TYPES.status)).data, 'CONNECTED');
  const config = JSON.parse((await client.until(({ type }) => type === TYPES.config)).data);
  assert.deepEqual(
    { type: config.type, refdes: config.refdes, instaddr: config.instaddr, instport: config.instport },
    { type: 'tcp', refdes: 'ctd', instaddr: '127.0.0.1', instport: device.port },
  );
  assert.equal(config.ports.command, agent.ports.command);

  client.send('ts\r\n');
  await wire.untilText('ts\r\n');
  const before = Date.now() / 1000;
  wire.send(' 20.1234\r\n');
  const data = await client.until(({ type }) => type === TYPES.data);
  assert.equal(data.data, ' 20.1234\r\n');
  assert.ok(data.time > before - 1 && data.time < before + 10, `${data.time}`);
  assert.ok(client.packets.every(({ checksumGood }) => checksumGood));
});

test('it hears heartbeats, the loss of the device after the delay, and its return at once', async (t) => {
  const clock = new FakeClock('2026-11-22T12:00:00.5Z');
  const { agent, device } = await startRig(t, { clock });
  const wire = await device.connection();
  const client = await OoiClient.connect(t, agent.ports.data);
  wire.send('x');
  const { time } = await client.until(({ data }) => data === 'x');
  assert.equal(time, Date.UTC(2026, 10, 22, 12) / 1000 + 0.5);
  await clock.advance(10_000);
  assert.equal((await client.until(({ type }) => type === TYPES.heartbeat)).data, 'HB');

  await device.unplug();
  await wire.untilEnd();
  while (agent.status().link.state !== 'connecting') await new Promise(setImmediate);
  await clock.advance(10_000);
  await client.until(({ type, data }) => type === TYPES.status && data === 'DISCONNECTED');
  await device.plugIn();
  await clock.advance(30_000);
  await client.until(({ type, data }) => type === TYPES.status && data === 'CONNECTED');
});

test('more than fits in one packet comes in several of one time', async (t) => {
  const { agent, device } = await startRig(t);
  const wire = await device.connection();
  const client = await OoiClient.connect(t, agent.ports.data);
  while (agent.status().clients.data.length === 0) await new Promise(setImmediate);
  const block = Buffer.alloc(200_000, 'abc');
  wire.send(block);
  let bytes = 0;
  const counted = new Set<OoiPacket>();
  while (bytes < block.length) {
    const packet = await client.until((one) => one.type === TYPES.data && !counted.has(one));
    counted.add(packet);
    bytes += packet.data.length;
  }
  const data = client.packets.filter(({ type }) => type === TYPES.data);
  assert.equal(data.map((packet) => packet.data).join(''), block.toString());
});
