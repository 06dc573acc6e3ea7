import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { PortAgent } from './port-agent.ts';
import { atEnd, Device, dial, type Peer, temporaryFolder } from './test-rig.ts';

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A serial cable: `path` is its end for the port agent; its other end is a TCP connection to the device. */
async function plugCable(t: TestContext, path: string, devicePort: number): Promise<ChildProcess> {
  const cable = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${devicePort}`], { stdio: 'ignore' });
  atEnd(t, () => cable.kill());
  while (!(await exists(path))) await new Promise(setImmediate);
  return cable;
}

test('a serial device is used through its port, lost when that disappears, and used again when it is back', async (t) => {
  if (!needs('socat', t)) return;
  const folder = await temporaryFolder(t);
  const path = join(folder, 'ttyUSB0');
  const device = await Device.open(t);
  const cable = await plugCable(t, path, device.port);
  const serial = {
    type: 'serial',
    path,
    baud: 9600,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    flowControl: 'none',
  } as const;
  const agent = await PortAgent.start({
    name: 'ctd',
    link: serial,
    data: folder,
    run: join(folder, 'run'),
    clock: systemClock,
    logger: silentLogger,
  });
  atEnd(t, () => agent.close());
  await until(agent, 'connected');
  const client = await dial(t, agent.ports.data);
  client.send('ds\r\n');
  let wire = await device.connection();
  await wire.untilText('ds\r\n');
  wire.send('S>');
  await client.untilText('S>');

  cable.kill();
  await once(cable, 'exit');
  await until(agent, 'connecting');
  await wire.untilEnd();
  await plugCable(t, path, device.port);
  await until(agent, 'connected');
  client.send('again\r\n');
  wire = await device.connection();
  await wire.untilText('again\r\n');
});

test('a device behind a terminal server is used through it', async (t) => {
  if (!needs('ser2net', t) || !needs('socat', t)) return;
  const folder = await temporaryFolder(t);
  const path = join(folder, 'ttyS0');
  const device = await Device.open(t);
  await plugCable(t, path, device.port);
  const port = await freePort();
  const yaml = [
    'connection: &con',
    `  accepter: tcp,127.0.0.1,${port}`,
    `  connector: serialdev,${path},9600n81,local`,
    '',
  ].join('\n');
  await writeFile(join(folder, 'ser2net.yaml'), yaml);
  const terminalServer = spawn('ser2net', ['-n', '-c', join(folder, 'ser2net.yaml')], { stdio: 'ignore' });
  atEnd(t, () => terminalServer.kill());
  const agent = await PortAgent.start({
    name: 'ctd',
    link: { type: 'tcp', host: '127.0.0.1', port },
    data: folder,
    run: join(folder, 'run'),
    clock: systemClock,
    logger: silentLogger,
  });
  atEnd(t, () => agent.close());
  await until(agent, 'connected');
  const client = await dial(t, agent.ports.data);
  client.send('ts\r\n');
  const wire: Peer = await device.connection();
  await wire.untilText('ts\r\n');
  wire.send(' 20.1234\r\n');
  await client.untilText('20.1234');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

async function until(agent: PortAgent, state: string): Promise<void> {
  while (agent.status().link.state !== state) await new Promise(setImmediate);
}
