import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConnectionError, StateError } from '../kit/errors.ts';
import { logPath } from '../packet/log-days.ts';
import { verifyLog } from '../packet/verify-log.ts';
import { EthernetDeviceLogger, PortAgentLauncher, SerialDeviceLogger } from './launcher.ts';
import { isRunning, processIdentity } from './process-identity.ts';
import { atEnd, Device, dial, readWhole, temporaryFolder } from './test-rig.ts';

test('a device logger is launched as a process of its own, answers, and is stopped', async (t) => {
  const device = await Device.open(t);
  const data = await temporaryFolder(t);
  const logger = new EthernetDeviceLogger({ deviceAddr: '127.0.0.1', devicePort: device.port, data });
  atEnd(t, () => logger.stop());
  assert.equal(await logger.getPid(), undefined);
  const { pid, ports } = await logger.launchProcess();
  assert.notEqual(pid, process.pid);
  assert.equal(await logger.getPid(), pid);
  const wire = await device.connection();
  const client = await dial(t, ports.data);
  client.send('ds\r\n');
  await wire.untilText('ds\r\n');
  await assert.rejects(logger.launchProcess(), (error: unknown) => {
    assert.ok(error instanceof StateError);
    assert.match(error.message, new RegExp(`running as process ${pid}`));
    return true;
  });
  await logger.stop();
  await logger.stop();
  assert.equal(await logger.getPid(), undefined);
  assert.equal(await processIdentity(pid), undefined);
});

test('a process that ends early is a ConnectionError with its last words', async (t) => {
  const device = await Device.open(t);
  const data = await temporaryFolder(t);
  const logger = new EthernetDeviceLogger({
    deviceAddr: '127.0.0.1',
    devicePort: device.port,
    data,
    ports: { data: device.port },
  });
  await assert.rejects(logger.launchProcess(), (error: unknown) => {
    assert.ok(error instanceof ConnectionError);
    assert.match(
      error.message,
      /did not start: it ended with exit code 1; it said:\n.*data port: cannot listen on 127.0.0.1:/s,
    );
    return true;
  });
});

test('a command that does not exist is a ConnectionError that names it', async (t) => {
  const data = await temporaryFolder(t);
  const link = { type: 'tcp', host: '127.0.0.1', port: 1 } as const;
  const launcher = new PortAgentLauncher({ name: 'ctd', link, data, command: ['/no/such/program'] });
  await assert.rejects(launcher.launchProcess(), /did not start: spawn \/no\/such\/program ENOENT/);
});

test('a launch can be broken off, and leaves no process behind', async (t) => {
  const data = await temporaryFolder(t);
  const link = { type: 'tcp', host: '127.0.0.1', port: 1 } as const;
  const launcher = new PortAgentLauncher({ name: 'ctd', link, data });
  const stop = new AbortController();
  const launching = launcher.launchProcess(stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(launching, /enough/);
  assert.equal(await launcher.getPid(), undefined);
});

test('the names of loggers are made from what they serve, fit for files', () => {
  const serial = {
    path: '/dev/serial/by-id/usb-FTDI_1',
    baud: 9600,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    flowControl: 'none',
  } as const;
  assert.equal(new SerialDeviceLogger({ ...serial, data: '/data' }).name, 'dev_serial_by-id_usb-FTDI_1');
  assert.equal(new EthernetDeviceLogger({ deviceAddr: '::1', devicePort: 4001, data: '/data' }).name, '1_4001');
});

test('the process outlives whoever launched it', async (t) => {
  const device = await Device.open(t);
  const data = await temporaryFolder(t);
  const script = `const { EthernetDeviceLogger } = await import(${JSON.stringify(import.meta.resolve('./launcher.ts'))});
    const logger = new EthernetDeviceLogger(${JSON.stringify({ deviceAddr: '127.0.0.1', devicePort: device.port, data, name: 'ctd' })});
    await logger.launchProcess(); process.stdout.write('launched'); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const logger = new EthernetDeviceLogger({ deviceAddr: '127.0.0.1', devicePort: device.port, data, name: 'ctd' });
  atEnd(t, () => logger.stop());
  await once(parent.stdout, 'data');
  const wire = await device.connection();
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const running = await logger.running();
  assert.ok(running !== undefined);
  const client = await dial(t, running.ports.data);
  client.send('still here');
  await wire.untilText('still here');
  assert.equal(wire.ended, false);
});

test('killed while it writes, a port agent leaves a log that is good, and the next one goes on with it', async (t) => {
  const device = await Device.open(t);
  const data = await temporaryFolder(t);
  const logger = new EthernetDeviceLogger({ deviceAddr: '127.0.0.1', devicePort: device.port, data, name: 'ctd' });
  atEnd(t, () => logger.stop());
  const { pid } = await logger.launchProcess();
  const wire = await device.connection();
  const dir = join(data, 'ctd', 'log');
  const block = Buffer.alloc(10_000, '0123456789');
  while ((await totalBytes(dir)) < 2_000_000) {
    if (!wire.socket.write(block)) await Promise.race([once(wire.socket, 'drain'), wire.untilEnd()]);
  }
  process.kill(pid, 'SIGKILL');
  await wire.untilEnd();
  while (await isRunning(pid, undefined)) await new Promise(setImmediate);
  assert.equal(await logger.getPid(), undefined, 'the run file that it left is an obstacle');

  const second = await logger.launchProcess();
  assert.notEqual(second.pid, pid);
  (await device.connection()).send('END');
  while (!(await readWhole(dir)).some(({ packet }) => Buffer.from(packet.payload).includes('END')))
    await new Promise(setImmediate);
  await logger.stop();
  for (const file of await readdir(dir)) {
    const { damaged, tornTail, packets } = await verifyLog(join(dir, file));
    assert.deepEqual({ damaged, tornTail }, { damaged: [], tornTail: 0 });
    assert.ok(packets > 0);
  }
  const received = (await readWhole(dir))
    .filter(({ packet }) => packet.type === 'DATA_FROM_INSTRUMENT')
    .map(({ packet }) => Buffer.from(packet.payload).toString())
    .join('');
  assert.match(received, /^(0123456789)+\d*END$/);
});

async function totalBytes(dir: string): Promise<number> {
  const day = (await readdir(dir).catch(() => [])).at(-1)?.slice(0, 10);
  return day === undefined ? 0 : (await verifyLog(logPath(dir, day))).bytes;
}
