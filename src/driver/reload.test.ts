import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer, number } from '../definition/field.ts';
import type { Instrument } from '../definition/instrument.ts';
import { int, interval, settable, shownBy } from '../definition/parameter.ts';
import { line } from '../definition/stream.ts';
import { systemClock } from '../kit/clock.ts';
import { StateError } from '../kit/errors.ts';
import { fromIso } from '../kit/time.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { probe, startProbe } from './test-probe.ts';
import { startDriver } from './test-rig.ts';

const common = {
  kind: 'acme.counter',
  maker: 'Acme',
  dialogue: { newline: '\r\n', prompt: />$/, timeout: '1 s' },
  discover: { listen: '1 s', ask: 'status' },
  states: { command: { shows: /idle/ }, autosample: { shows: /busy/, streaming: ['count'] } },
  commands: { status: { send: 'st', in: ['command', 'autosample'] } },
  parameters: {
    ...shownBy('status', { rate: settable('R=', int(/rate (\d+)/)) }),
    poll: interval('10 s'),
  },
  simulation: {
    prompt: '>',
    rejects: '?>',
    replies: { status: 'idle, rate 3\r\n' },
    records: {},
    streams: {},
    values: {},
  },
} as const;

const before = defineInstrument({
  ...common,
  model: 'Before',
  samples: { count: line(/^N=(?<n>\d+)$/, { n: integer() }) },
});
/** The same lines under another name, with a unit, and a command and a parameter more. */
const after = defineInstrument({
  ...common,
  model: 'After',
  commands: { ...common.commands, start_autosample: { send: 'go', to: 'autosample' } },
  parameters: { ...common.parameters, ...shownBy('status', { spare: int(/rate (\d+)/) }) },
  samples: { count: line(/^N=(?<count>\d+)$/, { count: number({ unit: '1' }) }) },
});

const LINES = 3000;

/** A device that counts, in pieces that end anywhere. */
async function countingDevice(t: TestContext) {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => {});
    const bytes = Buffer.from(Array.from({ length: LINES }, (_, i) => `N=${i + 1}\r\n`).join(''));
    let at = 0;
    const more = setInterval(() => {
      socket.write(bytes.subarray(at, at + 53));
      at += 53;
      if (at >= bytes.length) clearInterval(more);
    }, 1);
    socket.on('close', () => clearInterval(more));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  return { port: address.port, connections: () => connections };
}

test('another definition under a streaming driver: each record is decoded once, and the cable stays in', async (t) => {
  const device = await countingDevice(t);
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port } as const;
  const { driver, told } = await startDriver(t, { definition: before, link });
  for (let round = 0; round < 10; round++) {
    const seen = told.samples.length;
    await told.until(() => told.samples.length > seen);
    await driver.reload(round % 2 === 0 ? after : before);
  }
  await told.until(() => told.samples.some(({ values }) => values.n === LINES || values.count === LINES));
  const counted = told.samples.map(({ values }) => values.n ?? values.count);
  assert.deepEqual(
    counted,
    Array.from({ length: LINES }, (_, i) => i + 1),
  );
  const forms = new Set(told.samples.map(({ values }) => Object.keys(values).join()));
  assert.deepEqual([...forms].sort(), ['count', 'n']);
  assert.equal(device.connections(), 1);
  assert.equal(driver.byteCounts().unmatched, 0);
});

test('commands, parameters and metadata are those of the new definition; what was wanted of the old one stays', async (t) => {
  const simulator = await serveSimulator(before, { tcp: 0, clock: systemClock });
  t.after(() => simulator.close());
  const link = { type: 'tcp', host: '127.0.0.1', port: simulator.port! } as const;
  const { driver, told } = await startDriver(t, { definition: before, link });
  await driver.discover();
  await driver.set({ poll: '20 s' });
  await driver.reload(after);
  assert.equal(driver.getCurrentState(), 'unknown');
  assert.deepEqual(told.states.slice(-1), ['unknown']);
  assert.equal(await driver.discover(), 'command');
  assert.equal(driver.configMetadata().driver.model, 'After');
  assert.ok(driver.capabilities().commands.includes('start_autosample'));
  assert.ok(!driver.capabilities().commands.includes('reload'));
  assert.deepEqual(await driver.get(['spare', 'poll']), { spare: 3, poll: '20 s' });
});

test('direct access is not broken off', async (t) => {
  const simulator = await serveSimulator(before, { tcp: 0, clock: systemClock });
  t.after(() => simulator.close());
  const link = { type: 'tcp', host: '127.0.0.1', port: simulator.port! } as const;
  const { driver } = await startDriver(t, { definition: before, link });
  await driver.discover();
  await driver.executeStartDirectAccess();
  await assert.rejects(driver.reload(after), StateError);
  await driver.executeStopDirectAccess();
  await driver.reload(after);
  assert.equal(driver.configMetadata().driver.model, 'After');
});

test('a driver that is not attached takes the new definition too', async (t) => {
  const device = await countingDevice(t);
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port } as const;
  const { driver, told } = await startDriver(t, { definition: before, link });
  await driver.disconnect();
  await driver.reload(after);
  assert.equal(driver.getCurrentState(), 'disconnected');
  await driver.connect();
  await told.until(() => told.samples.some(({ values }) => 'count' in values));
});

test('a clock sync that was put off is done under the new definition', async (t) => {
  const clocked: Instrument = defineInstrument({
    ...probe,
    clock: {
      shownBy: 'status',
      read: () => fromIso('2026-03-01T00:00:00Z'),
      write: ({ text }) => text,
      set: [{ prefix: 'time=', format: () => '1', width: 1, parse: () => fromIso('2026-03-01T00:00:00Z') }],
      tolerance: '36500 d',
      whileStreaming: 'defer',
    },
  });
  const device = await startProbe(t);
  const { driver } = await startDriver(t, { definition: clocked, link: device.link });
  await driver.discover();
  await driver.executeStartAutosample();
  assert.deepEqual(await driver.execute('clock_sync'), { deferred: true });
  await driver.reload(defineInstrument({ ...clocked, model: 'Probe 2' }));
  await driver.discover();
  await driver.executeStopAutosample();
  await device.heard(/^time=1$/);
});
