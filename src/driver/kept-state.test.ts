import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { kept } from '../definition/parameter.ts';
import { nothing } from '../definition/reply.ts';
import { toBytes } from '../kit/bytes.ts';
import { ConfigError, ConnectionError } from '../kit/errors.ts';
import type { StateStore } from './state-store.ts';
import { probe, startProbe } from './test-probe.ts';
import { type RigOptions, startDriver } from './test-rig.ts';

const sampler: Instrument = defineInstrument({
  ...probe,
  settings: { whileStreaming: 'defer' },
  commands: {
    ...probe.commands,
    take: { send: 'take', keeps: ({ next_bag }) => ({ next_bag: Number(next_bag) + 1 }) },
    spoil: { send: 'take', keeps: () => ({ a: 5 }) },
  },
  parameters: { ...probe.parameters, next_bag: kept(1) },
});

const { kind } = sampler;

/** A store in the hand of a test: what is safe, and how often it was written. */
function store(state?: unknown): StateStore & { state: unknown; writes: number } {
  const own = {
    state,
    writes: 0,
    read: async () => own.state,
    async write(value: unknown) {
      own.writes += 1;
      own.state = JSON.parse(JSON.stringify(value));
    },
  };
  return own;
}

type Context = Parameters<typeof startProbe>[0];

/** One program: ends without a word when the test says so. */
async function program(t: Context, state: StateStore, more: Partial<RigOptions> = {}) {
  const device = await startProbe(t, (line) => (line === 'take' ? 'taken\r\n>' : undefined));
  const rig = await startDriver(t, { definition: sampler, link: device.link, state, ...more });
  return { ...rig, device };
}

test('a counter outlives the program: it is safe before the caller hears of it', async (t) => {
  const state = store();
  const first = await program(t, state);
  await first.driver.startUp();
  await first.driver.execute('take');
  assert.deepEqual(state.state, { kind, kept: { next_bag: 2 } });
  await first.driver.close();

  const second = await program(t, state);
  await second.driver.startUp();
  assert.equal(second.driver.parameters().next_bag?.actual, 2);
  await second.driver.execute('take');
  await second.driver.set({ next_bag: 9 });
  assert.deepEqual(state.state, { kind, kept: { next_bag: 9 } });
});

test('a command changes no parameter of the instrument so', async (t) => {
  const { driver } = await program(t, store());
  await driver.discover();
  await assert.rejects(driver.execute('spoil'), /a: is the instrument’s/);
});

test('a program that ends in direct access brings back afterwards what was changed there', async (t) => {
  const state = store();
  const first = await program(t, state);
  await first.driver.discover();
  await first.driver.executeStartDirectAccess();
  assert.deepEqual(state.state, { kind, kept: { next_bag: 1 }, restore: { a: 1, b: 2, c: 3 } });
  await first.driver.executeDirectAccess(toBytes('a=77\r\n'));
  await first.device.heard(/a=77/);
  await first.driver.close();

  const second = await program(t, state);
  second.device.values.a = 77;
  await second.driver.discover();
  assert.deepEqual(second.device.lines, ['ds', 'a=1', 'ds']);
  assert.deepEqual(state.state, { kind, kept: { next_bag: 1 } });
});

test('what was put off while streaming is set after a restart', async (t) => {
  const state = store();
  const first = await program(t, state);
  await first.driver.startUp({ mode: 'autosample' });
  await first.driver.set({ b: 8 });
  await first.driver.close();
  const second = await program(t, state);
  await second.driver.discover();
  assert.equal(second.device.values.b, 8);
});

test('what was kept and is not allowed any more is passed over, and nothing is written without need', async (t) => {
  const state = store({ kept: { next_bag: 'many', gone: 5, a: 3 }, restore: { a: 'x', b: 2 } });
  const { driver, told } = await program(t, state);
  await driver.discover();
  assert.equal(driver.parameters().next_bag?.actual, 1);
  assert.deepEqual(told.errors, []);
  const { writes } = state;
  await driver.set({ a: 1 });
  await driver.set({ a: 2 });
  assert.equal(state.writes, writes);
});

test('what another kind of instrument kept is not used, and that is told', async (t) => {
  const state = store({ kind: 'acme.other', kept: { next_bag: 7 }, set: { a: 9 } });
  const { driver, told } = await program(t, state);
  await driver.startUp();
  assert.equal(driver.parameters().next_bag?.actual, 1);
  assert.match(told.of('error')[0]?.error.message ?? '', /is that of acme.other, and this is /);
});

test('a state that cannot be read or written is told, and is no obstacle', async (t) => {
  const broken: StateStore = {
    read: () => Promise.reject(new ConfigError('state.json is not JSON')),
    write: () => Promise.reject(new Error('no space left')),
  };
  const { driver, told } = await program(t, broken);
  await driver.discover();
  await driver.execute('take');
  assert.equal(driver.parameters().next_bag?.actual, 2);
  assert.deepEqual(
    told
      .of('error')
      .slice(0, 2)
      .map(({ during, error }) => `${during}: ${error.message}`),
    ['reading the state that was kept: state.json is not JSON', 'keeping the state: no space left'],
  );
});

test('a state that is there and could not be read is not written over, and read at the next connect', async (t) => {
  const state = store({ kind, kept: { next_bag: 40 } });
  let readable = false;
  const flaky: StateStore = {
    read: () => (readable ? state.read() : Promise.reject(new Error('too many open files'))),
    write: (value) => state.write(value),
  };
  const { driver, told } = await program(t, flaky);
  await driver.startUp();
  await driver.execute('take');
  assert.deepEqual(state.state, { kind, kept: { next_bag: 40 } });
  readable = true;
  await driver.disconnect();
  await driver.connect();
  await driver.startUp();
  await driver.execute('take');
  assert.deepEqual(state.state, { kind, kept: { next_bag: 41 } });
  assert.deepEqual(told.errors, ['too many open files']);
});

test('how an instrument was set to streaming outlives the program', async (t) => {
  const definition: Instrument = defineInstrument({
    ...probe,
    settings: { whileStreaming: 'pause' },
    commands: { ...probe.commands, start_recording: { send: 'record', to: 'autosample', until: nothing } },
  });
  const device = await startProbe(t, (line, own) => {
    if (line === 'record') own.mode = 's';
    return line === 'record' ? '#1\r\n' : line === 'ds' && own.mode === 's' ? 'mode s a 1 b 2 c 3\r\n>' : undefined;
  });
  const state = store();
  const first = await startDriver(t, { definition, link: device.link, state });
  await first.driver.discover();
  await first.driver.execute('start_recording');
  await first.driver.close();
  await first.agent.close();

  const second = await startDriver(t, { definition, link: device.link, state });
  assert.equal(await second.driver.discover(), 'autosample');
  await second.driver.set({ a: 7 });
  assert.deepEqual(device.lines.slice(-2), ['ds', 'record']);
});

test('a program that ends, or loses its instrument, while streaming is stopped has it stream again at the next start-up', async (t) => {
  const definition: Instrument = defineInstrument({
    ...probe,
    states: { ...probe.states, test: { busy: true } },
    commands: {
      ...probe.commands,
      start_recording: { send: 'record', to: 'autosample', until: nothing },
      burn: { send: 'burn', whileStreaming: 'pause', during: 'test' },
    },
  });
  const device = await startProbe(t, (line, own) => {
    if (line === 'record') own.mode = 's';
    return line === 'record' ? '#1\r\n' : line === 'burn' ? '' : undefined;
  });
  const state = store();
  const first = await startDriver(t, { definition, link: device.link, state });
  await first.driver.discover();
  await first.driver.execute('start_recording');
  const burning = assert.rejects(first.driver.execute('burn'), ConnectionError);
  await device.heard(/burn/);
  await first.driver.close();
  await first.agent.close();
  await burning;
  assert.equal(device.mode, 'c');

  const { driver, told } = await startDriver(t, { definition, link: device.link, state });
  assert.equal(await driver.startUp(), 'autosample');
  assert.equal(device.lines.at(-1), 'record');
  const lost = assert.rejects(driver.execute('burn'), ConnectionError);
  await device.heard(/burn/, 2);
  await device.cut();
  await lost;
  await told.until(() => told.states.includes('instrument_disconnected') && driver.getCurrentState() === 'unknown');
  assert.equal(await driver.startUp(), 'autosample');
  assert.equal(device.lines.at(-1), 'record');
  assert.deepEqual(state.state, { kind, startedBy: 'start_recording' });
  await driver.executeStopAutosample();
  assert.equal(await driver.startUp(), 'command');
});
