import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toBytes } from '../kit/bytes.ts';
import { ConnectionError, NotImplementedError, ParameterError, StateError, TimeoutError } from '../kit/errors.ts';
import { EXTENSIONS, ORIGINAL_TABLE } from './connection-table.ts';
import { CONFIG, type EchoDriver, type ScriptedConnection, scriptedDriver } from './test-doubles.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Every call of the driver, by the event that it raises. */
const CALLS: Readonly<Record<string, (driver: EchoDriver) => Promise<unknown>>> = {
  initialize: (driver) => driver.initialize(),
  configure: (driver) => driver.configure(CONFIG),
  connect: (driver) => driver.connect(),
  disconnect: (driver) => driver.disconnect(),
  discover: (driver) => driver.discover(),
  get: (driver) => driver.get('all'),
  set: (driver) => driver.set({ interval: 5 }),
  acquire_sample: (driver) => driver.executeAcquireSample(),
  start_autosample: (driver) => driver.executeStartAutosample(),
  stop_autosample: (driver) => driver.executeStopAutosample(),
  test: (driver) => driver.executeTest({ timeout: 1 }),
  calibrate: (driver) => driver.executeCalibrate(),
  start_direct: (driver) => driver.executeStartDirectAccess(),
  execute_direct: (driver) => driver.executeDirectAccess(toBytes('ds')),
  stop_direct: (driver) => driver.executeStopDirectAccess(),
  execute: (driver) => driver.execute('deploy', { depth: 12 }),
};

const WAYS: Readonly<Record<string, (driver: EchoDriver) => Promise<void>>> = {
  unconfigured: async () => {},
  disconnected: (driver) => driver.configure(CONFIG),
  instrument_disconnected: async (driver) => {
    await driver.configure(CONFIG);
    await driver.connect();
  },
  connected: async (driver) => {
    await driver.configure(CONFIG);
    await driver.connect();
  },
};

/** A driver that was led to a connection state. */
async function driverIn(state: string) {
  const prepare = (connection: ScriptedConnection): void => {
    if (state === 'instrument_disconnected') connection.state = 'disconnected';
  };
  const scripted = scriptedDriver({ prepare });
  await WAYS[state]!(scripted.driver);
  return scripted;
}

test('the table has the 24 entries of the original driver: 4, 5 and 15', () => {
  const count = (state: 'unconfigured' | 'disconnected' | 'connected') =>
    Object.keys(ORIGINAL_TABLE[state] ?? {}).length;
  assert.deepEqual([count('unconfigured'), count('disconnected'), count('connected')], [4, 5, 15]);
  assert.deepEqual(Object.keys(ORIGINAL_TABLE), ['unconfigured', 'disconnected', 'connected']);
  assert.deepEqual(
    Object.entries(EXTENSIONS).map(([state, row]) => [state, Object.keys(row)]),
    [
      ['unconfigured', ['reload']],
      ['disconnected', ['reload']],
      ['instrument_disconnected', ['reload', 'enter', 'exit', 'disconnect', 'connection_lost', 'instrument_found']],
      ['connected', ['instrument_lost', 'reload', 'execute']],
    ],
  );
});

for (const state of Object.keys(WAYS)) {
  for (const [event, call] of Object.entries(CALLS)) {
    const entry = { ...ORIGINAL_TABLE[state as 'connected'], ...EXTENSIONS[state as 'connected'] }[event as 'connect'];
    if (entry === undefined) {
      test(`'${event}' is refused in '${state}', and the error says what is possible`, async () => {
        const { driver } = await driverIn(state);
        const before = driver.getCurrentState();
        await assert.rejects(call(driver), (error) => {
          assert(error instanceof StateError);
          assert.deepEqual([error.event, error.state], [event, state]);
          assert(error.allowed.length > 0);
          return true;
        });
        assert.equal(driver.getCurrentState(), before);
        await driver.close();
      });
    }
  }
}

test('nothing is told before the first call; then each state is told once', async () => {
  const { driver, events, states } = scriptedDriver();
  await settled();
  assert.deepEqual([events, driver.getCurrentState()], [[], 'unconfigured']);
  await driver.initialize();
  assert.deepEqual(states(), ['unconfigured']);
  await driver.configure(CONFIG);
  await driver.configure({ ...CONFIG, port: 4002 });
  await driver.connect();
  await driver.disconnect();
  await driver.initialize();
  assert.deepEqual(states(), ['unconfigured', 'disconnected', 'unknown', 'disconnected', 'unconfigured']);
  await driver.close();
});

test('a new config replaces the old one, and survives a disconnect', async () => {
  const { driver, connections, last } = scriptedDriver();
  await driver.configure(CONFIG);
  await driver.configure({ addr: 'buoy', port: 4002, from: '2026-01-01:16' });
  await driver.connect();
  assert.deepEqual(last().config, { addr: 'buoy', port: 4002, from: { day: '2026-01-01', offset: 16 } });
  await driver.disconnect();
  assert.equal(last().stops, 1);
  await driver.connect();
  assert.deepEqual([connections.length, last().config.addr], [2, 'buoy']);
  await driver.close();
});

test('a wrong config is refused with all that is wrong, and the old one is kept', async () => {
  const { driver, last } = scriptedDriver();
  const refused = async (config: unknown, ...names: string[]): Promise<void> => {
    await assert.rejects(driver.configure(config), (error) => {
      assert(error instanceof ParameterError);
      assert.deepEqual(
        error.issues.map(({ name }) => name),
        names,
      );
      return true;
    });
  };
  await refused(undefined);
  await refused('10.0.0.1:4001');
  await refused([]);
  await refused({}, 'addr', 'port');
  await refused({ addr: '', port: 0 }, 'addr', 'port');
  await refused({ addr: ' ', port: true }, 'addr', 'port');
  await refused({ addr: 'buoy', port: 65_536, prot: 1, from: 'noon' }, 'port', 'from', 'prot');
  assert.equal(driver.getCurrentState(), 'unconfigured');
  await driver.configure(CONFIG);
  await refused({ addr: 'buoy', port: -1 }, 'port');
  await driver.connect();
  assert.deepEqual(last().config, CONFIG);
  await driver.close();
});

test('a failed connect leaves nothing behind, and may be tried again', async () => {
  let failure: Error | undefined = new ConnectionError('refused');
  const { driver, last } = scriptedDriver({
    prepare: (connection) => {
      connection.failure = failure;
    },
  });
  await driver.configure(CONFIG);
  await assert.rejects(driver.connect(), /refused/);
  assert.deepEqual([driver.getCurrentState(), last().stops], ['disconnected', 1]);
  assert.deepEqual(driver.capabilities().commands, ['initialize', 'configure', 'connect']);
  failure = undefined;
  await driver.connect();
  assert.equal(driver.getCurrentState(), 'unknown');
  await driver.close();
});

test('protocol events reach the protocol with their arguments, and its results come back', async () => {
  const { driver, last, clock } = await driverIn('connected');
  assert.deepEqual(driver.capabilities(), { state: 'unknown', commands: ['disconnect', 'discover'], parameters: [] });
  assert.equal(await driver.discover(), 'command');
  assert.equal(driver.getCurrentState(), 'command');
  assert.deepEqual(await driver.get(['interval']), ['interval']);
  assert.deepEqual(await driver.set({ interval: 5 }), { interval: 5 });
  assert.equal(await driver.executeAcquireSample(), 'sample');
  assert.deepEqual(await driver.execute('deploy', { depth: 12 }), { depth: 12 });
  await driver.executeStartAutosample();
  await assert.rejects(driver.executeAcquireSample(), /'acquire_sample' is not possible in state 'autosample'/);
  await driver.executeStopAutosample();
  await driver.executeStartDirectAccess();
  await driver.executeDirectAccess(toBytes('ds\r\n'));
  assert.deepEqual(last().sent, [toBytes('ds\r\n')]);
  assert.equal(await driver.executeStopDirectAccess(), 'command');
  last().bring('S>', clock);
  assert.deepEqual(driver.heard, ['S>']);
  await driver.close();
});

test('what the protocol has in no state is not implemented', async () => {
  const { driver } = await driverIn('connected');
  await driver.discover();
  await assert.rejects(driver.executeCalibrate(), NotImplementedError);
  await assert.rejects(driver.execute('aquire_sample'), /no 'aquire_sample'; did you mean 'acquire_sample'/);
  await driver.close();
});

test('a call that takes too long, or whose signal aborts, lets the driver go on', async () => {
  const { driver, clock } = await driverIn('connected');
  await driver.discover();
  const late = driver.executeTest({ timeout: 5_000 });
  const rejected = assert.rejects(late, TimeoutError);
  await clock.advance(5_000);
  await rejected;
  const controller = new AbortController();
  const aborted = driver.executeTest({ signal: controller.signal });
  await settled();
  controller.abort(new Error('enough'));
  await assert.rejects(aborted, /enough/);
  assert.equal(await driver.executeAcquireSample(), 'sample');
  assert.equal(clock.pending, 0);
  await driver.close();
});

test('disconnect breaks off what runs', async () => {
  const { driver } = await driverIn('connected');
  await driver.discover();
  const running = driver.executeTest();
  const rejected = assert.rejects(running, ConnectionError);
  await settled();
  await driver.disconnect();
  await rejected;
  assert.equal(driver.getCurrentState(), 'disconnected');
  await driver.close();
});

test('an instrument that its port agent loses breaks off what runs, and is unknown when it is back', async () => {
  const { driver, last, states, errors, reached } = await driverIn('connected');
  await driver.discover();
  const rejected = assert.rejects(driver.executeTest(), ConnectionError);
  await settled();
  last().become('disconnected');
  await rejected;
  await reached('instrument_disconnected');
  assert.deepEqual(driver.capabilities(), {
    state: 'instrument_disconnected',
    commands: ['disconnect'],
    parameters: [],
  });
  last().become('connected');
  await reached('unknown');
  assert.deepEqual(states().slice(-4), ['unknown', 'command', 'instrument_disconnected', 'unknown']);
  assert.deepEqual(errors(), ['the port agent has lost its instrument']);
  await driver.close();
});

test('an instrument that comes and goes quickly is seen as it is in the end', async () => {
  const { driver, last, reached } = await driverIn('connected');
  last().become('disconnected');
  last().become('connected');
  await reached('instrument_disconnected');
  await reached('unknown');
  last().become('disconnected');
  last().become('connected');
  last().become('disconnected');
  await reached('instrument_disconnected');
  await settled();
  assert.equal(driver.getCurrentState(), 'instrument_disconnected');
  await driver.disconnect();
  await driver.close();
});

test('a port agent that is lost is reached again by itself, from where its log was left', async () => {
  let failures = 3;
  const { driver, clock, connections, last, errors, reached } = scriptedDriver({
    prepare: (connection) => {
      if (connections.length > 1 && failures-- > 0) connection.failure = new ConnectionError('refused');
    },
  });
  await driver.configure(CONFIG);
  await driver.connect();
  await driver.discover();
  const rejected = assert.rejects(driver.executeTest(), /the port agent ended/);
  await settled();
  last().lose(new Error('the port agent ended'));
  await rejected;
  await reached('disconnected');
  await clock.advance(350);
  assert.equal(driver.getCurrentState(), 'disconnected');
  await clock.advance(100);
  await reached('unknown');
  assert.equal(connections.length, 5);
  assert.deepEqual(errors(), ['the port agent ended', 'refused']);
  assert.equal(clock.pending, 0);
  await driver.close();
});

test('disconnect, initialize and close end the reconnecting', async () => {
  for (const end of ['disconnect', 'initialize', 'close'] as const) {
    const { driver, clock, last, connections, reached } = await driverIn('connected');
    last().lose(new ConnectionError('gone'));
    await reached('disconnected');
    await settled();
    assert.equal(clock.pending, 1);
    await driver[end]();
    assert.equal(clock.pending, 0);
    await clock.advance(60_000);
    assert.equal(connections.length, 1);
    await driver.close();
  }
});

test('a connect that fails does not end the reconnecting', async () => {
  let refuses = true;
  const { driver, clock, connections, last, reached } = scriptedDriver({
    prepare: (connection) => {
      if (connections.length > 1 && refuses) connection.failure = new ConnectionError('refused');
    },
  });
  await driver.configure(CONFIG);
  await driver.connect();
  last().lose(new ConnectionError('gone'));
  await reached('disconnected');
  await assert.rejects(driver.connect(), /refused/);
  refuses = false;
  await clock.advance(100);
  await reached('unknown');
  assert.equal(clock.pending, 0);
  await driver.close();
});

test('a connect that is called off by a disconnect does not bring the reconnecting back', async () => {
  const { driver, clock, connections, last, reached } = scriptedDriver({
    prepare: (connection) => {
      if (connections.length > 1) connection.gate = new Promise(() => {});
    },
  });
  await driver.configure(CONFIG);
  await driver.connect();
  last().lose(new ConnectionError('gone'));
  await reached('disconnected');
  const connecting = assert.rejects(driver.connect(), ConnectionError);
  await settled();
  await assert.rejects(driver.disconnect(), StateError);
  await connecting;
  assert.equal(clock.pending, 0);
  await driver.close();
});

test('a port agent that is lost while it is being attached to is a failed connect', async () => {
  const gate = Promise.withResolvers<void>();
  const { driver, last } = scriptedDriver({
    prepare: (connection) => {
      connection.gate = gate.promise;
    },
  });
  await driver.configure(CONFIG);
  const controller = new AbortController();
  const connecting = driver.connect({ signal: controller.signal });
  await settled();
  controller.abort(new Error('never mind'));
  await assert.rejects(connecting, /never mind/);
  gate.resolve();
  await settled();
  assert.deepEqual([driver.getCurrentState(), last().stops], ['disconnected', 1]);
  await driver.close();
});

test('the documented diagram is the one that the driver draws', () => {
  const { driver } = scriptedDriver();
  const page = readFileSync(new URL('../../docs/reference/driver.md', import.meta.url), 'utf8');
  assert(page.includes(driver.toMermaid()), `docs/reference/driver.md should hold:\n${driver.toMermaid()}`);
});
