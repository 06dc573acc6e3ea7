import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { toBytes } from '../kit/bytes.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { DeclaredDriver } from './declared-driver.ts';
import { EchoDriver } from './test-doubles.ts';
import { fastClock, startDriver } from './test-rig.ts';
import { Told } from './told.ts';

const clock = fastClock(20);

async function instrument(t: Parameters<typeof startDriver>[0]) {
  const device = await serveSimulator(sbe37Smp, { tcp: 0, clock });
  t.after(() => device.close());
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port! } as const;
  return startDriver(t, { definition: sbe37Smp, link, clock });
}

test('a driver as a class works beside a declared one, at the same port agent', async (t) => {
  const { driver, told, config } = await instrument(t);
  const heard = new Told();
  const other = new EchoDriver(heard.hear, { clock });
  t.after(() => other.close());
  await other.configure(config);
  await other.connect();
  await other.discover();
  await other.executeStartDirectAccess();
  assert.equal(await driver.discover(), 'command');
  await other.executeDirectAccess(toBytes('ts\r\n'));
  await told.until(() => told.samples.some(({ stream }) => stream === 'ctd'));
  assert.match(other.heard.join(''), /ts\r\n/);
  assert.equal(other.getCurrentState(), 'direct_access');
});

test('a driver speaks through an original port agent: data port and command port only', async (t) => {
  const { config, agent } = await instrument(t);
  const told = new Told();
  const driver = new DeclaredDriver(told.hear, { definition: sbe37Smp, instrument: 'unit', clock });
  t.after(() => driver.close());
  await driver.configure({ addr: config.addr, port: config.port, command_port: agent.ports.command });
  await driver.connect();
  assert.equal(await driver.discover(), 'command');
  await driver.set({ interval: 30 });
  await driver.executeAcquireSample();
  const [batch] = told.of('sample').slice(-1);
  assert.deepEqual([batch?.samples[0]?.stream, batch?.resume, batch?.samples[0]?.log], ['ctd', undefined, undefined]);
});

test('a driver that is started again goes on where the one before had got to', async (t) => {
  const { driver, told, config } = await instrument(t);
  await driver.startUp({ parameters: { interval: 5 }, mode: 'autosample' });
  const streamed = (from: Told) => from.samples.filter(({ stream }) => stream === 'ctd');
  await told.until(() => streamed(told).length >= 2);
  await driver.close();
  const resume = told.of('sample').at(-1)?.resume;
  assert(resume);
  const again = new Told();
  const next = new DeclaredDriver(again.hear, { definition: sbe37Smp, instrument: 'unit', clock });
  t.after(() => next.close());
  await next.configure({ ...config, from: resume });
  await next.connect();
  assert.equal(await next.discover(), 'autosample');
  await again.until(() => streamed(again).length >= 2);
  const places = [...streamed(told), ...streamed(again)].map(({ log }) => log?.offset);
  assert.deepEqual(
    places,
    [...new Set(places)].sort((a, b) => Number(a) - Number(b)),
  );
});
