import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { nothing } from '../definition/reply.ts';
import { ConnectionError, ProtocolError, StateError, TimeoutError } from '../kit/errors.ts';
import { configMetadata } from './metadata.ts';
import { type Probe, probe, startProbe } from './test-probe.ts';
import { fastClock, startDriver } from './test-rig.ts';

/** Sets, `measure` and the long `burn` pause streaming; `note` waits for its time. */
const pausing: Instrument = defineInstrument({
  ...probe,
  states: { ...probe.states, test: { busy: true } },
  settings: { whileStreaming: 'pause' },
  commands: {
    ...probe.commands,
    measure: { send: 'measure', whileStreaming: 'pause', timeout: '5 s', arguments: { times: { type: 'integer' } } },
    burn: { send: 'burn', whileStreaming: 'pause', during: 'test', timeout: '5 s', abort: 'x' },
    note: { send: 'note', whileStreaming: 'defer' },
  },
});

const deferring: Instrument = defineInstrument({ ...probe, settings: { whileStreaming: 'defer' } });

type Answer = (line: string, probe: Probe) => string | undefined;

async function streaming(t: Parameters<typeof startProbe>[0], definition: Instrument, answer?: Answer) {
  const device = await startProbe(
    t,
    (line, own) => answer?.(line, own) ?? (line === 'note' ? 'noted\r\n>' : undefined),
  );
  const rig = await startDriver(t, { definition, link: device.link, clock: fastClock(10) });
  await rig.driver.discover();
  await rig.driver.executeStartAutosample();
  rig.told.forget();
  return { ...rig, device, since: device.lines.length };
}

test('streaming is stopped for a command and started again, and the states show it', async (t) => {
  const answer: Answer = (line) => (line === 'measure' ? '42\r\n>' : undefined);
  const { driver, told, device, since } = await streaming(t, pausing, answer);
  assert(driver.capabilities().commands.includes('measure'));
  assert.equal(await driver.execute('measure'), '42\r\n');
  assert.deepEqual(device.lines.slice(since), ['stop', 'measure', 'start']);
  assert.deepEqual(told.states, ['command', 'autosample']);
});

test('what is wrong with a command is said before streaming is stopped', async (t) => {
  const { driver, device, since } = await streaming(t, pausing);
  await assert.rejects(driver.execute('measure', { times: 'many' }), /times/);
  await assert.rejects(driver.set({ a: 'many' }), /a: "many"/);
  assert.equal(device.lines.length, since);
});

test('it streams again whatever comes of the command: refused, unanswered, given up', async (t) => {
  let answered = 'ERR\r\n>';
  const answer: Answer = (line) => (line === 'measure' ? answered : undefined);
  const { driver, device, told } = await streaming(t, pausing, answer);
  await assert.rejects(driver.execute('measure'), ProtocolError);
  assert.deepEqual([driver.getCurrentState(), device.mode], ['autosample', 's']);
  answered = '';
  const controller = new AbortController();
  const measuring = driver.execute('measure', {}, { signal: controller.signal });
  const givenUp = assert.rejects(measuring, /enough/);
  await device.heard(/measure/, 2);
  controller.abort(new Error('enough'));
  await givenUp;
  assert.deepEqual([driver.getCurrentState(), device.mode], ['autosample', 's']);
  assert.deepEqual(told.errors, []);
});

test('a set that pauses sends only what differs; the driver’s own parameters disturb nothing', async (t) => {
  const { driver, device, since, told } = await streaming(t, pausing);
  await driver.set({ poll_interval: '5 min' });
  assert.equal(device.lines.length, since);
  assert.equal(driver.parameters().poll_interval?.actual, '5 min');
  assert.equal((await driver.set({ a: 7, b: 2 })).a?.actual, 7);
  assert.deepEqual(device.lines.slice(since), ['stop', 'a=7', 'ds', 'start']);
  assert.deepEqual(told.states, ['command', 'autosample']);
});

test('where sets neither pause nor wait, only the driver’s own parameters are set while streaming', async (t) => {
  const { driver } = await streaming(t, probe);
  await driver.set({ poll_interval: '5 min' });
  await assert.rejects(driver.set({ a: 7, poll_interval: '1 min' }), (error) => {
    assert(error instanceof StateError);
    assert.match(error.message, /'set a, poll_interval' is not possible in state 'autosample'.*stop_autosample/);
    return true;
  });
  assert.equal(driver.parameters().poll_interval?.actual, '5 min');
});

test('a long command that pauses has its own state, can be aborted, and leads back to streaming', async (t) => {
  const answer: Answer = (line) => (line === 'burn' ? 'burning\r\n' : line === 'x' ? '>' : undefined);
  const { driver, device, told, since } = await streaming(t, pausing, answer);
  const burning = assert.rejects(driver.execute('burn'), { name: 'AbortError' });
  await told.until(() => driver.getCurrentState() === 'test');
  await device.heard(/burn/);
  await driver.execute('abort');
  await burning;
  await told.until(() => driver.getCurrentState() === 'autosample');
  assert.deepEqual(told.states, ['command', 'test', 'command', 'autosample']);
  assert.deepEqual(device.lines.slice(since), ['stop', 'burn', 'x', 'start']);
});

test('an instrument that cannot be started again says so loudly, and its state is as found', async (t) => {
  let deaf = false;
  const commands: Instrument['commands'] = {
    ...pausing.commands,
    start_autosample: { send: 'start', to: 'autosample', until: nothing, confirm: 'status' },
  };
  const confirmed: Instrument = defineInstrument({ ...pausing, commands });
  const answer: Answer = (line) => {
    if (line === 'measure') deaf = true;
    return line === 'measure' ? '42\r\n>' : line === 'start' && deaf ? '' : undefined;
  };
  const { driver, told, device } = await streaming(t, confirmed, answer);
  assert.equal(await driver.execute('measure'), '42\r\n');
  assert.deepEqual([driver.getCurrentState(), device.mode], ['command', 'c']);
  assert.deepEqual(
    told.of('error').map(({ during, error }) => [during, /did not lead to 'autosample'/.test(error.message)]),
    [['streaming again after a pause', true]],
  );
});

test('an instrument that did not stop goes on streaming, and the command fails', async (t) => {
  const answer: Answer = (line, own) => {
    if (line !== 'stop') return line === 'ds' && own.mode === 's' ? '#5\r\n' : undefined;
    return 'ERR\r\n>';
  };
  const { driver, device } = await streaming(t, pausing, answer);
  await assert.rejects(driver.execute('measure'), ProtocolError);
  assert.deepEqual([driver.getCurrentState(), device.mode], ['autosample', 's']);
  assert(!device.lines.includes('measure'));
});

test('an instrument that was to stop for something and hangs on the way is said to stream no more', async (t) => {
  const states: Instrument['states'] = {
    ...pausing.states,
    sync: { shows: /mode y/, passes: { every: '2 s', limit: '6 s' } },
  };
  const commands: Instrument['commands'] = {
    ...pausing.commands,
    stop_autosample: { send: 'stop', in: 'autosample', to: 'command', confirm: 'status' },
  };
  const hanging: Instrument = defineInstrument({ ...pausing, states, commands });
  let stuck = false;
  const answer: Answer = (line) => {
    if (line === 'stop') stuck = true;
    return line === 'ds' && stuck ? 'mode y\r\na 1\r\nb 2\r\nc 3\r\n>' : undefined;
  };
  const { driver, told } = await streaming(t, hanging, answer);
  await assert.rejects(driver.execute('measure'), TimeoutError);
  assert.equal(driver.getCurrentState(), 'sync');
  assert.deepEqual(
    told.of('error').map(({ during }) => during),
    ['streaming again after a pause'],
  );
});

test('a connection that is lost in a pause is not spoken to; the next start-up brings the wanted mode', async (t) => {
  const answer: Answer = (line) => (line === 'measure' ? '' : undefined);
  const { driver, device, told } = await streaming(t, pausing, answer);
  const measuring = assert.rejects(driver.execute('measure'), ConnectionError);
  await device.heard(/measure/);
  await device.cut();
  await measuring;
  assert.equal(device.lines.at(-1), 'measure');
  await told.until(() => told.states.includes('instrument_disconnected') && driver.getCurrentState() === 'unknown');
  await driver.startUp({ mode: 'autosample' });
  assert.deepEqual([driver.getCurrentState(), device.mode], ['autosample', 's']);
});

test('a driver that leaves in a pause has the instrument stream first', async (t) => {
  const answer: Answer = (line) => (line === 'measure' ? '' : undefined);
  const { driver, device } = await streaming(t, pausing, answer);
  const measuring = assert.rejects(driver.execute('measure'), ConnectionError);
  await device.heard(/measure/);
  await driver.disconnect();
  await measuring;
  assert.deepEqual([driver.getCurrentState(), device.mode], ['disconnected', 's']);
});

test('an instrument that is lost while it is to stream again holds nobody up', async (t) => {
  let silent = false;
  const commands: Instrument['commands'] = {
    ...pausing.commands,
    start_autosample: { send: 'start', to: 'autosample', timeout: '1 h' },
  };
  const slow: Instrument = defineInstrument({ ...pausing, commands });
  const answer: Answer = (line, own) => {
    if (line === 'measure') silent = true;
    if (line !== 'start') return line === 'measure' ? '42\r\n>' : undefined;
    own.mode = 's';
    return silent ? '' : '>';
  };
  const { driver, device, told, since } = await streaming(t, slow, answer);
  const measuring = driver.execute('measure');
  await told.until(() => told.states.includes('command'));
  await device.heard(/start/, 2);
  await device.cut();
  assert.equal(await measuring, '42\r\n');
  assert.deepEqual(device.lines.slice(since), ['stop', 'measure', 'start']);
  await told.until(() => told.states.includes('instrument_disconnected'));
});

test('of several commands by which it streams, the one that began it begins it again', async (t) => {
  const commands: Instrument['commands'] = {
    ...pausing.commands,
    start_recording: { send: 'record', to: 'autosample', until: nothing },
  };
  const recording: Instrument = defineInstrument({ ...pausing, commands });
  const answer: Answer = (line, own) => {
    if (line !== 'record') return line === 'measure' ? '42\r\n>' : undefined;
    own.mode = 's';
    return '#1\r\n';
  };
  const { driver, device } = await streaming(t, recording, answer);
  await driver.executeStopAutosample();
  await driver.execute('start_recording');
  const since = device.lines.length;
  await driver.execute('measure');
  await driver.set({ a: 7 });
  assert.deepEqual(device.lines.slice(since), ['stop', 'measure', 'record', 'stop', 'a=7', 'ds', 'record']);
  await driver.executeStopAutosample();
  await driver.executeStartAutosample();
  await driver.execute('measure');
  assert.deepEqual(device.lines.slice(-3), ['stop', 'measure', 'start']);
});

test('what others ask for meanwhile waits until it streams again', async (t) => {
  const answer: Answer = (line) => (line === 'measure' ? '42\r\n>' : undefined);
  const { driver, device, since } = await streaming(t, pausing, answer);
  const direct = driver.execute('measure').then(() => driver.getCurrentState());
  const stopped = driver.executeStopAutosample();
  assert.equal(await direct, 'autosample');
  await stopped;
  assert.deepEqual(device.lines.slice(since), ['stop', 'measure', 'start', 'stop']);
});

test('what is put off is done when the instrument next listens, also in a pause', async (t) => {
  const { driver, device, told, since } = await streaming(t, pausing);
  assert.deepEqual(await driver.execute('note'), { deferred: true });
  assert.deepEqual(await driver.execute('note'), { deferred: true });
  assert.equal(device.lines.length, since);
  await driver.executeStopAutosample();
  await told.until(() => told.of('result').some(({ command }) => command === 'note'));
  assert.deepEqual(device.lines.slice(since), ['stop', 'note']);
  await driver.executeStartAutosample();
  await driver.execute('note');
  await driver.set({ a: 8 });
  assert.deepEqual(device.lines.slice(since + 2), ['start', 'stop', 'note', 'a=8', 'ds', 'start']);
});

test('sets that are put off are shown as wanted, and made when the instrument next listens', async (t) => {
  const { driver, device, told, since } = await streaming(t, deferring);
  const result = await driver.set({ a: 7 });
  assert.deepEqual([result.a?.desired, result.a?.actual], [7, 1]);
  await driver.set({ b: 5 });
  assert.equal(device.lines.length, since);
  await driver.executeStopAutosample();
  assert.deepEqual(await driver.get(['a', 'b']), { a: 7, b: 5 });
  assert.deepEqual(told.errors, []);
});

test('a driver’s own value that is set with others put off is not set again with them', async (t) => {
  const { driver, device } = await streaming(t, {
    ...deferring,
    commands: {
      ...deferring.commands,
      slow_down: { send: 'note', in: 'autosample', keeps: () => ({ poll_interval: '9 min' }) },
    },
  });
  await driver.set({ a: 7, poll_interval: '1 min' });
  await driver.execute('slow_down');
  await driver.executeStopAutosample();
  assert.equal(device.values.a, 7);
  assert.equal(driver.parameters().poll_interval?.actual, '9 min');
});

test('a command that was put off and given up with somebody else’s is done the next time', async (t) => {
  const answer: Answer = (line) => (line === 'note' ? '' : undefined);
  let deaf = true;
  const { driver, device, told } = await streaming(t, pausing, (line, own) => (deaf ? answer(line, own) : undefined));
  await driver.execute('note');
  const controller = new AbortController();
  const stopping = driver.executeStopAutosample({ signal: controller.signal });
  await device.heard(/note/);
  controller.abort(new Error('enough'));
  await stopping;
  deaf = false;
  await driver.executeStartAutosample();
  await driver.executeStopAutosample();
  await told.until(() => told.of('result').some(({ command }) => command === 'note'));
  assert.deepEqual(told.errors, []);
});

test('start-up values of a streaming instrument: the driver’s own hold at once, and none overrules a later set', async (t) => {
  const { driver, device } = await streaming(t, pausing);
  await driver.startUp({ parameters: { poll_interval: '5 min', a: 4, b: 5 }, mode: 'autosample' });
  assert.equal(driver.parameters().poll_interval?.actual, '5 min');
  await driver.set({ poll_interval: '7 min' });
  await driver.set({ b: 6 });
  assert.deepEqual([device.values, driver.parameters().poll_interval?.actual], [{ a: 4, b: 6, c: 3 }, '7 min']);
});

test('what is possible while streaming is said so in the metadata', () => {
  const { commands } = configMetadata(pausing);
  assert.deepEqual(commands.measure?.states, ['command', 'autosample']);
  assert.deepEqual(commands.note?.states, ['command', 'autosample']);
  assert.deepEqual(commands.status?.states, ['command']);
});

test('a definition that contradicts itself about streaming is refused', () => {
  const commands: Instrument['commands'] = {
    ...probe.commands,
    go: { send: 'go', to: 'autosample', whileStreaming: 'pause' },
    burn: { send: 'burn', during: 'autosample', whileStreaming: 'defer' },
  };
  assert.throws(
    () => defineInstrument({ ...pausing, commands }),
    /command go: .*\(to\)\n.*command burn: .*\(during\)/s,
  );
});
