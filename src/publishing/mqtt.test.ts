import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { needs } from '../../tools/needs.ts';
import { localBus } from '../bus/local-bus.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { fromIso } from '../kit/time.ts';
import { toEvent } from '../model/event-draft.ts';
import { startPublishing } from './start-publishing.ts';
import { Broker, Ear } from './test-broker.ts';
import { alertOf, configWith, notesOf, offerInstrument, sampleOf, summaryOf, TIME } from './test-messages.ts';

const isThere = (t: TestContext): boolean => needs('mosquitto', t);

/** A program that publishes to a broker what its bus tells. */
async function programAt({ url }: Broker, settings: object = {}) {
  const bus = localBus();
  const notes = notesOf(bus);
  offerInstrument(bus);
  const config = configWith({ mqtt: { url, ...settings } });
  const publishing = await startPublishing({ bus, clock: systemClock, logger: silentLogger, config });
  return { bus, notes, [Symbol.asyncDispose]: () => publishing[Symbol.asyncDispose]() };
}

test('a broker is told how everything stands, retained, and each sample and event as it comes', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start();
  await using ear = await Ear.at(broker);
  await using program = await programAt(broker);
  await ear.untilSaid('sonde/rv/availability', 'online');
  await ear.untilSaid('sonde/rv/ctd/state', JSON.stringify(summaryOf()));
  await ear.untilSaid('sonde/rv/ctd/availability', 'online');
  program.bus.publish('samples', { instrument: 'ctd', samples: [sampleOf(1), sampleOf(2)] });
  program.bus.publish('event', toEvent({ type: 'started_up', details: {} }, 'ctd', fromIso(TIME)));
  program.bus.publish('summary', summaryOf({ state: 'instrument_disconnected' }));
  await ear.untilSaid('sonde/rv/ctd/availability', 'offline');
  const event = await ear.until(({ topic }) => topic === 'sonde/rv/ctd/events');
  assert.equal(JSON.parse(event.payload).type, 'started_up');
  assert.deepEqual(
    ear.of('sonde/rv/ctd/samples/ctd').map((text) => JSON.parse(text)),
    [1, 2].map((temp) => ({
      instrument: 'ctd',
      stream: 'ctd',
      time: TIME,
      times: { port: TIME, driver: TIME },
      quality: 'ok',
      values: { temp },
    })),
  );
  await using late = await Ear.at(broker);
  const kept = await late.until(({ topic }) => topic === 'sonde/rv/ctd/state');
  assert.equal(kept.retain, true);
  assert.equal(JSON.parse(kept.payload).state, 'instrument_disconnected');
});

test('an alert stands at the broker until it is gone', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start();
  await using ear = await Ear.at(broker);
  await using program = await programAt(broker, { samples: false });
  const topic = 'sonde/rv/ctd/alerts/value/ctd.temp';
  program.bus.publish('samples', { instrument: 'ctd', samples: [sampleOf(1)] });
  program.bus.publish('alert', alertOf());
  await ear.until((heard) => heard.topic === topic && heard.payload !== '');
  const { instrument: _, ...ofAll } = alertOf({ kind: 'disk', subject: 'data_folder' });
  program.bus.publish('alert', ofAll);
  await ear.until((heard) => heard.topic === 'sonde/rv/system/alerts/disk/data_folder');
  program.bus.publish('alert', alertOf({ active: false, acknowledged: { by: 'ada', at: TIME } }));
  await ear.untilSaid(topic, '');
  assert.deepEqual(ear.of('sonde/rv/ctd/samples/ctd'), [], 'samples are not published where that is not wanted');
});

test('an instrument that is removed leaves nothing at the broker; a program that ends says so', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start();
  await using ear = await Ear.at(broker);
  await using program = await programAt(broker);
  program.bus.publish('summary', summaryOf({ id: 'old' }));
  await ear.untilSaid('sonde/rv/old/availability', 'online');
  program.bus.publish('registry', { instrument: 'old', change: 'removed' });
  await ear.untilSaid('sonde/rv/old/state', '');
  await program[Symbol.asyncDispose]();
  await ear.untilSaid('sonde/rv/availability', 'offline');
  await ear.untilSaid('sonde/rv/ctd/availability', 'offline');
});

test('a broker that is killed and started again gets all that came meanwhile, and how everything stands', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start();
  await using program = await programAt(broker, { qos: 1 });
  {
    await using ear = await Ear.at(broker);
    await ear.untilSaid('sonde/rv/availability', 'online');
    await broker.kill();
  }
  const failing = await program.notes.until('output_failing');
  assert.deepEqual(failing.details, {
    output: `mqtt 127.0.0.1:${broker.port}`,
    error: { message: 'the connection to the broker was closed', code: 'connection' },
  });
  for (const temp of [1, 2, 3]) program.bus.publish('samples', { instrument: 'ctd', samples: [sampleOf(temp)] });
  await broker.start();
  await using ear = await Ear.at(broker);
  await ear.until(({ topic, payload }) => topic === 'sonde/rv/ctd/samples/ctd' && payload.includes('"temp":3'));
  await ear.untilSaid('sonde/rv/ctd/state', JSON.stringify(summaryOf()));
  assert.deepEqual(
    ear.of('sonde/rv/ctd/samples/ctd').map((text) => JSON.parse(text).values.temp),
    [1, 2, 3],
  );
  const working = await program.notes.until('output_working');
  assert.deepEqual(working.details, { output: `mqtt 127.0.0.1:${broker.port}`, dropped: 0 });
  assert.equal(program.notes.notes.length, 2, 'told once, however often it was tried');
});

test('what is too much to wait for a broker is dropped, counted and told; nobody waits', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start({ isLate: true });
  await using program = await programAt(broker);
  await program.notes.until('output_failing');
  for (let i = 0; i < 10_500; i++) program.bus.publish('samples', { instrument: 'ctd', samples: [sampleOf(i)] });
  await broker.start();
  const working = await program.notes.until('output_working');
  assert.deepEqual(working.details, { output: `mqtt 127.0.0.1:${broker.port}`, dropped: 500 });
});

test('a program that is killed is said to be offline by the broker', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start();
  await using ear = await Ear.at(broker);
  const program = fileURLToPath(new URL('./test-program.ts', import.meta.url));
  const child = spawn(process.execPath, [program, broker.url], { stdio: 'ignore' });
  await ear.untilSaid('sonde/rv/availability', 'online');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await ear.untilSaid('sonde/rv/availability', 'offline');
});

test('a program ends within seconds though the broker hangs', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start();
  await using ear = await Ear.at(broker);
  await using program = await programAt(broker, { qos: 1 });
  await ear.untilSaid('sonde/rv/ctd/availability', 'online');
  broker.hang();
  program.bus.publish('samples', { instrument: 'ctd', samples: [sampleOf(1)] });
  const begun = performance.now();
  await program[Symbol.asyncDispose]();
  assert.ok(performance.now() - begun < 10_000, 'far sooner than it would be taken for gone');
});

test('a password that is not where the configuration says is told, and looked for again', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start();
  await using program = await programAt(broker, { user: 'ada', password_env: 'SONDE_TEST_NO_SUCH' });
  const { details } = await program.notes.until('output_failing');
  assert.match(JSON.stringify(details), /password_env: the environment has no SONDE_TEST_NO_SUCH/);
});

test('a broker that wants a name and a password is given them, from a file; that it refuses is told until then', async (t) => {
  if (!isThere(t)) return;
  await using broker = await Broker.start({ user: ['ship', 'mast'] });
  const folder = await mkdtemp(join(tmpdir(), 'sonde-secret-'));
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  const file = join(folder, 'password');
  await writeFile(file, 'keel\n', { mode: 0o600 });
  await using program = await programAt(broker, { user: 'ship', password_file: file });
  const { details } = await program.notes.until('output_failing');
  assert.match(JSON.stringify(details), /Not authorized/);
  await writeFile(file, 'mast\n', { mode: 0o600 });
  await program.notes.until('output_working');
});
