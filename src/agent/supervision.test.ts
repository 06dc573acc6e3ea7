import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { kept } from '../definition/parameter.ts';
import { nothing } from '../definition/reply.ts';
import { type Probe, probe, startProbe } from '../driver/test-probe.ts';
import { Told } from '../driver/told.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { nullSink } from '../store/sample-sink.ts';
import type { InstrumentAgentOptions } from './agent-options.ts';
import { InstrumentAgent } from './instrument-agent.ts';
import { foreignPortAgent } from './port-agent-home.ts';
import { stateFile } from './state-file.ts';

const commands: Instrument['commands'] = {
  ...probe.commands,
  measure: {
    send: 'measure',
    whileStreaming: 'pause',
    keeps: ({ measured }) => ({ measured: Number(measured) + 1 }),
  },
  start_autosample: { send: 'start', to: 'autosample', until: nothing, confirm: 'status' },
};
const parameters: Instrument['parameters'] = { ...probe.parameters, measured: kept(0) };
const untyped: Instrument = probe;
const sampler: Instrument = defineInstrument({ ...untyped, commands, parameters });

async function scene(
  t: TestContext,
  answer: (line: string, own: Probe) => string | undefined,
  options: Partial<Pick<InstrumentAgentOptions, 'schedule' | 'startup' | 'logger'>>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-agent-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const device = await startProbe(t, answer);
  const portAgent = await PortAgent.start({
    name: 'unit',
    link: device.link,
    data: folder,
    run: join(folder, 'run'),
    clock: systemClock,
    logger: silentLogger,
  });
  t.after(() => portAgent.close());
  const told = new Told();
  const run = (): InstrumentAgent => {
    const agent = new InstrumentAgent({
      id: 'unit',
      definition: sampler,
      home: foreignPortAgent({ addr: '127.0.0.1', port: portAgent.ports.data, http_port: portAgent.ports.http }),
      openSink: () => nullSink,
      checkpoint: checkpointFile(join(folder, 'checkpoint.json')),
      state: stateFile(join(folder, 'state.json'), systemClock),
      clock: systemClock,
      logger: silentLogger,
      ...options,
    });
    agent.events.add(told.hear);
    agent.start();
    t.after(() => agent[Symbol.asyncDispose]());
    return agent;
  };
  return { device, told, folder, run };
}

test('an instrument that would not stream again after a pause is brought to it all the same', async (t) => {
  let deaf = 0;
  const answer = (line: string): string | undefined => {
    if (line === 'measure') deaf = 4;
    if (line === 'measure') return '42\r\n>';
    return line === 'start' && deaf-- > 0 ? '' : undefined;
  };
  const { device, told, run } = await scene(t, answer, { startup: { mode: 'autosample' } });
  const { driver } = run();
  await told.until(() => driver.getCurrentState() === 'autosample');
  await driver.execute('measure');
  assert.equal(told.of('error').at(-1)?.during, 'streaming again after a pause');
  await told.until(() => driver.getCurrentState() === 'autosample');
  assert.equal(device.mode, 's');
});

test('a scheduled command pauses streaming, and what it counts outlives the agent in a file', async (t) => {
  const answer = (line: string): string | undefined => (line === 'measure' ? '42\r\n>' : undefined);
  const { told, run, folder } = await scene(t, answer, {
    startup: { mode: 'autosample' },
    schedule: { measure: { every: '1 s' } },
  });
  const first = run();
  await told.until(() => told.of('job').some(({ status }) => status === 'done'));
  await first[Symbol.asyncDispose]();
  const { kept: before } = JSON.parse(await readFile(join(folder, 'state.json'), 'utf8'));
  assert(before.measured >= 1);
  told.forget();
  const second = run();
  await told.until(() => second.driver.getCurrentState() === 'autosample');
  assert.equal(second.driver.parameters().measured?.actual, before.measured);
});

test('an instrument that is lost and found again is said by the agent, one line each', async (t) => {
  const said: string[] = [];
  const note = (_: object, message: string) => void said.push(message);
  const logger = { debug() {}, info: note, warn: note, error: note };
  const { device, told, run } = await scene(t, () => undefined, { logger, startup: { mode: 'autosample' } });
  const { driver } = run();
  await told.until(() => driver.getCurrentState() === 'autosample');
  said.length = 0;
  told.forget();
  await device.cut();
  await told.until(() => told.states.includes('instrument_disconnected'));
  await told.until(() => driver.getCurrentState() === 'autosample');
  assert.deepEqual(said, ['the connection to the instrument', 'the instrument is reached']);
});

test('an instrument that could not be started up at first is said to be up when it is, once', async (t) => {
  const said: string[] = [];
  const note = (_: object, message: string) => void said.push(message);
  const logger = { debug() {}, info: note, warn: note, error: note };
  let deaf = 5;
  const answer = (line: string): string | undefined => (line === 'start' && deaf-- > 0 ? '' : undefined);
  const { told, run } = await scene(t, answer, { logger, startup: { mode: 'autosample' } });
  const { driver } = run();
  await told.until(() => driver.getCurrentState() === 'autosample');
  await setImmediate();
  assert.deepEqual(said, ['not started up', 'started up']);
});
