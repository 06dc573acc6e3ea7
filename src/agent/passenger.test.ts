import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Instrument } from '../definition/instrument.ts';
import { Told } from '../driver/told.ts';
import { toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { ConnectionError, NotImplementedError, ProtocolError, StateError } from '../kit/errors.ts';
import { silentLogger } from '../kit/logger.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { JsonlSink } from '../store/jsonl-sink.ts';
import type { InstrumentAgentOptions } from './agent-options.ts';
import { InstrumentAgent } from './instrument-agent.ts';
import { besideHost, hostOf } from './passenger.ts';
import { foreignPortAgent, type PortAgentHome } from './port-agent-home.ts';
import { gauge, mast, probe } from './test-passengers.ts';

interface SceneOptions {
  readonly streaming?: boolean;
  /** Of the probe. */
  readonly schedule?: InstrumentAgentOptions['schedule'];
}

/** A mast with a probe and a gauge behind it, over a real port agent. */
async function scene(t: TestContext, { streaming = false, schedule }: SceneOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-passenger-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const device = await serveSimulator(mast, { tcp: 0, clock: systemClock, streaming });
  t.after(() => device.close());
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port! } as const;
  const startPortAgent = () =>
    PortAgent.start({
      name: 'mast',
      link,
      data: folder,
      run: join(folder, 'run'),
      clock: systemClock,
      logger: silentLogger,
    });
  let portAgent = await startPortAgent();
  t.after(() => portAgent.close());
  const home: PortAgentHome = {
    ...foreignPortAgent({ addr: '127.0.0.1', port: 0 }),
    find: async () => ({ addr: '127.0.0.1', port: portAgent.ports.data, http_port: portAgent.ports.http }),
  };

  /** An agent that runs, and what its driver tells. */
  const run = (id: string, definition: Instrument, behind?: InstrumentAgent) => {
    const agent = new InstrumentAgent({
      id,
      definition,
      home: behind ? besideHost(behind) : home,
      ...(behind && { host: hostOf(behind) }),
      ...(id === 'probe' && schedule && { schedule }),
      reread: async () => definition,
      openSink: () => new JsonlSink(join(folder, 'out', id)),
      checkpoint: checkpointFile(join(folder, `${id}.json`)),
      clock: systemClock,
      logger: silentLogger,
    });
    const told = new Told();
    agent.events.add(told.hear);
    agent.start();
    t.after(() => agent[Symbol.asyncDispose]());
    const inState = (state: string): Promise<void> => told.until(() => agent.driver.getCurrentState() === state);
    return { agent, told, inState };
  };
  const host = run('mast', mast);
  return {
    device,
    host,
    run,
    probe: run('probe', probe, host.agent),
    gauge: run('gauge', gauge, host.agent),
    closePortAgent: () => portAgent.close(),
    async restartPortAgent() {
      portAgent = await startPortAgent();
    },
    async stored(id: string, stream: string) {
      const own = join(folder, 'out', id, stream);
      const texts = await Promise.all((await readdir(own)).map((name) => readFile(join(own, name), 'utf8')));
      return texts
        .join('')
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text));
    },
  };
}

const LIMIT = { timeout: 30_000 };

test('those behind an instrument follow its state, and their samples are made of its bytes', LIMIT, async (t) => {
  const at = await scene(t);
  await Promise.all([at.host, at.probe, at.gauge].map(({ inState }) => inState('command')));
  assert.equal(at.probe.agent.status().on, 'mast');
  assert.equal(at.probe.agent.status().problem, undefined);
  await at.host.agent.driver.executeStartAutosample();
  await Promise.all([at.probe, at.gauge].map(({ inState }) => inState('autosample')));
  await Promise.all([at.probe, at.gauge].map(({ told }) => told.until(() => told.samples.length >= 3)));
  assert.deepEqual(at.probe.told.samples[0]?.values, { counts: 117 });
  assert.deepEqual(at.gauge.told.samples[0]?.values, { volts: 2.5 });
  assert.equal(at.probe.told.samples[0]?.instrument, 'probe');
  await at.host.agent.driver.executeStopAutosample();
  await Promise.all([at.probe, at.gauge].map(({ inState }) => inState('command')));
});

test('a sample that the host was asked for is no news of what its passenger does', LIMIT, async (t) => {
  const at = await scene(t);
  await at.probe.inState('command');
  await at.host.agent.driver.executeAcquireSample();
  await at.probe.told.until(() => at.probe.told.samples.length === 1);
  assert.equal(await at.probe.agent.driver.discover(), 'command');
  assert.deepEqual(
    at.probe.told.states.filter((state) => state === 'autosample'),
    [],
  );
});

test('what is asked of a passenger goes through its host, without what that adds', LIMIT, async (t) => {
  const at = await scene(t);
  await at.probe.inState('command');
  const { driver } = at.probe.agent;
  assert.equal(await driver.execute('get_gain'), 'gain 7\r\n');
  assert.deepEqual(await driver.get(['gain']), { gain: 7 });
  assert.deepEqual(
    at.probe.told.of('exchange').map(({ exchange }) => [exchange.sent, exchange.received]),
    [['get gain', 'gain 7\\r\\n']],
  );
  assert(at.host.told.sent.includes('probe=get gain\\r\\n'), at.host.told.sent.join(' '));
});

test('it waits behind what the host is doing', LIMIT, async (t) => {
  const at = await scene(t);
  await at.probe.inState('command');
  const order: string[] = [];
  const measured = at.host.agent.driver.execute('measure').then(() => order.push('measured'));
  const asked = at.probe.agent.driver.execute('get_gain').then(() => order.push('asked'));
  await Promise.all([measured, asked]);
  assert.deepEqual(order, ['measured', 'asked']);
});

test(
  'a host that streams is paused for what it hands on: each time, or once for all that a command says',
  LIMIT,
  async (t) => {
    const at = await scene(t, { streaming: true });
    await at.probe.inState('autosample');
    const { driver } = at.probe.agent;
    const sentBy = async (command: string): Promise<string[]> => {
      at.host.told.forget();
      await driver.execute(command);
      await Promise.all([at.host, at.probe].map(({ inState }) => inState('autosample')));
      assert.equal(at.device.simulator.state, 'autosample');
      return at.host.told.sent;
    };
    const get = 'probe=get gain\\r\\n';
    assert.deepEqual(await sentBy('get_gain_at_once'), ['stop\\r\\n', get, 'go\\r\\n']);
    assert.deepEqual(await sentBy('get_gain'), ['stop\\r\\n', get, 'go\\r\\n']);
    assert.deepEqual(await sentBy('get_twice'), ['stop\\r\\n', get, get, 'go\\r\\n']);
  },
);

test('a job of a passenger is done through its host', LIMIT, async (t) => {
  const at = await scene(t, { streaming: true, schedule: { get_gain: { every: '1 s' } } });
  const got = (): readonly unknown[] => at.probe.told.of('result').filter(({ command }) => command === 'get_gain');
  await at.probe.told.until(() => got().length === 2);
  await Promise.all([at.host, at.probe].map(({ inState }) => inState('autosample')));
});

test('a host whose definition is read anew is followed as before', LIMIT, async (t) => {
  const at = await scene(t);
  await at.probe.inState('command');
  at.probe.told.forget();
  await at.host.agent.reload();
  await at.host.inState('command');
  await at.probe.inState('command');
  assert.equal(await at.probe.agent.driver.execute('get_gain'), 'gain 7\r\n');
  await at.probe.agent.reload();
  await at.probe.inState('command');
  assert.equal(await at.probe.agent.driver.execute('get_gain'), 'gain 7\r\n');
});

test('what the passenger refuses, and what the host cannot do now, is said', LIMIT, async (t) => {
  const at = await scene(t);
  await at.probe.inState('command');
  const { driver } = at.probe.agent;
  await assert.rejects(driver.execute('confuse'), (error) => {
    assert(error instanceof ProtocolError);
    assert.match(error.message, /refused: sent 'nonsense', the instrument answered 'what\?/);
    return true;
  });
  const testing = at.host.agent.driver.executeTest();
  testing.catch(() => {});
  await at.host.inState('testing');
  await assert.rejects(driver.execute('get_gain'), (error) => {
    assert(error instanceof StateError);
    assert.match(error.message, /'send_probe of mast' is not possible in state 'testing'; possible now: .*abort/);
    return true;
  });
  assert.equal(driver.getCurrentState(), 'command');
  await at.host.agent.driver.execute('abort');
  await at.host.inState('command');
  assert.equal(await driver.execute('get_gain'), 'gain 7\r\n');
});

test('a raw terminal to a passenger types through the host; to one that only sends there is none', LIMIT, async (t) => {
  const at = await scene(t);
  await Promise.all([at.probe, at.gauge].map(({ inState }) => inState('command')));
  const { driver } = at.probe.agent;
  await driver.executeStartDirectAccess();
  const heard = (): string =>
    at.probe.told
      .of('direct_access')
      .map(({ bytes }) => toText(bytes))
      .join('');
  await driver.executeDirectAccess(Buffer.from('set ga'));
  await driver.executeDirectAccess(Buffer.from('in 9\r\n'));
  await at.probe.told.until(() => heard().includes('PROBE ok'));
  await driver.executeStopDirectAccess();
  assert.equal(driver.getCurrentState(), 'command');
  await at.gauge.agent.driver.executeStartDirectAccess();
  await assert.rejects(at.gauge.agent.driver.executeDirectAccess(Buffer.from('hello\r\n')), NotImplementedError);
});

test('a passenger loses its instrument with the host, says so, and has it again with it', LIMIT, async (t) => {
  const at = await scene(t, { streaming: true });
  await Promise.all([at.probe, at.gauge].map(({ inState }) => inState('autosample')));
  await at.closePortAgent();
  await at.probe.inState('disconnected');
  const { driver } = at.probe.agent;
  await assert.rejects(driver.execute('get_gain'), ConnectionError);
  assert.match(at.probe.agent.status().problem ?? '', /waits for mast/);
  await at.restartPortAgent();
  await Promise.all([at.host, at.probe, at.gauge].map(({ inState }) => inState('autosample')));
  await at.probe.told.until(() => at.probe.agent.status().problem === undefined);
});

test(
  'while nobody drives the host its passenger still gets its samples, and is told what it lacks',
  LIMIT,
  async (t) => {
    const at = await scene(t, { streaming: true });
    await at.probe.inState('autosample');
    await at.host.agent[Symbol.asyncDispose]();
    await at.probe.inState('instrument_disconnected');
    assert.match(at.probe.agent.status().problem ?? '', /waits for mast, which is disconnected/);
    assert(at.probe.told.errors.includes('mast, through which it is reached, is itself disconnected'));
    const before = at.probe.told.samples.length;
    await at.probe.told.until(() => at.probe.told.samples.length > before + 2);
    await assert.rejects(at.probe.agent.driver.execute('get_gain'), (error) => {
      assert(error instanceof ConnectionError);
      assert.match(error.message, /mast, through which it is reached, is itself disconnected/);
      return true;
    });
  },
);

test('a cable that is pulled while a passenger is spoken to ends that at once', LIMIT, async (t) => {
  const at = await scene(t);
  await at.probe.inState('command');
  const measured = assert.rejects(at.host.agent.driver.execute('measure'), ConnectionError);
  const asked = assert.rejects(at.probe.agent.driver.execute('get_gain'), ConnectionError);
  at.device.dropClients();
  await Promise.all([measured, asked]);
  await at.probe.told.until(() => at.probe.told.states.includes('instrument_disconnected'));
  await at.probe.inState('command');
  assert.equal(await at.probe.agent.driver.execute('get_gain'), 'gain 7\r\n');
});

test('a passenger that was away goes on where it had got to: each sample is kept once', LIMIT, async (t) => {
  const at = await scene(t, { streaming: true });
  await at.probe.told.until(() => at.probe.told.samples.length >= 3);
  await at.probe.agent[Symbol.asyncDispose]();
  const away = at.gauge.told.samples.length;
  await at.gauge.told.until(() => at.gauge.told.samples.length > away + 3);
  const again = at.run('probe', probe, at.host.agent);
  await again.told.until(() => again.told.samples.length >= 6);
  await Promise.all([again.agent, at.gauge.agent].map((agent) => agent[Symbol.asyncDispose]()));
  const offsets = async (id: string, stream: string): Promise<number[]> =>
    (await at.stored(id, stream)).map(({ log }) => log.offset);
  const [own, other] = [await offsets('probe', 'counts'), await offsets('gauge', 'volts')];
  const length = Math.min(own.length, other.length);
  assert(length >= 9);
  // Both stand in the same lines, one behind the other: 'T=12.50 P=0117 V=2.5'.
  const between = ' P=0117'.length;
  assert.deepEqual(
    own.slice(0, length).map((offset) => offset + between),
    other.slice(0, length),
  );
});
