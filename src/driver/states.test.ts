import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer } from '../definition/field.ts';
import type { Instrument } from '../definition/instrument.ts';
import { nothing } from '../definition/reply.ts';
import { lineBreak } from '../definition/send.ts';
import { line } from '../definition/stream.ts';
import { sleep } from '../kit/clock.ts';
import { TimeoutError } from '../kit/errors.ts';
import { probe, startProbe } from './test-probe.ts';
import { fastClock, startDriver } from './test-rig.ts';

const { dialogue, samples, commands } = probe;

/** What comes so soon after a question, in ms, may belong to it. */
const AFTERMATH = 1_100;

test('without prompt and question, silence after listening is a state, and a sample is another', async (t) => {
  const silent: Instrument = defineInstrument({
    ...probe,
    dialogue: { newline: '\r\n', until: nothing },
    discover: { listen: '20 s', otherwise: 'command' },
  });
  const device = await startProbe(t);
  const { driver, told } = await startDriver(t, { definition: silent, link: device.link, clock: fastClock(50) });
  assert.equal(await driver.discover(), 'command');
  assert.deepEqual(device.lines, []);
  const found = driver.discover();
  await device.say('#5\r\n');
  assert.equal(await found, 'autosample');
  assert.deepEqual([device.lines, told.errors], [[], []]);
});

test('an instrument that hears nothing but a break is asked, and left alone where it does not answer', async (t) => {
  const pinging: Instrument = defineInstrument({
    ...probe,
    dialogue: { ...dialogue, wake: { send: '', tries: 2, wait: '1 s' } },
    discover: { listen: '2 s', ask: 'status', otherwise: 'autosample' },
    commands: { ...commands, rouse: { send: [lineBreak('1 s')], until: nothing } },
  });
  const device = await startProbe(t, (line, { mode }) => (mode === 's' ? '' : line === '' ? '>' : undefined));
  const { driver } = await startDriver(t, { definition: pinging, link: device.link, clock: fastClock(20) });
  device.mode = 's';
  assert.equal(await driver.discover(), 'autosample');
  assert.deepEqual(device.lines, ['', '']);
  device.mode = 'c';
  assert.equal(await driver.discover(), 'command');
});

test('of several streaming states the one is found whose stream comes', async (t) => {
  const two: Instrument = defineInstrument({
    ...probe,
    discover: { listen: '10 s', ask: 'status' },
    states: { ...probe.states, burst: { streaming: ['wave'] } },
    samples: { ...samples, wave: line(/^~(?<count>\d+)$/, { count: integer() }) },
  });
  const device = await startProbe(t);
  const clock = fastClock(20);
  const { driver, told } = await startDriver(t, { definition: two, link: device.link, clock });
  const found = driver.discover();
  await device.say('~5\r\n');
  assert.equal(await found, 'burst');
  await sleep(clock, AFTERMATH);
  await device.say('#6\r\n');
  await told.until(() => driver.getCurrentState() === 'autosample');
  await device.say('#7\r\n#8\r\n~9\r\n');
  await told.until(() => driver.getCurrentState() === 'burst');
  assert.deepEqual(told.states.slice(-3), ['burst', 'autosample', 'burst']);
});

test('a line that comes unasked shows a change of state, out of streaming and out of command; in a reply it does not', async (t) => {
  const noticing: Instrument = defineInstrument({
    ...probe,
    states: {
      command: { shows: /mode c/, noticed: /^stopped$/ },
      autosample: { shows: /mode s/, streaming: ['point'], noticed: /^going$/ },
    },
  });
  const clock = fastClock(20);
  const device = await startProbe(t, (line) =>
    line === 'ds' ? 'going\r\nmode c\r\na 1\r\nb 2\r\nc 3\r\n>' : undefined,
  );
  const { driver, told } = await startDriver(t, { definition: noticing, link: device.link, clock });
  await driver.discover();
  assert.equal(driver.getCurrentState(), 'command');
  await sleep(clock, AFTERMATH);
  await device.say('go');
  await device.say('ing\r\n');
  await told.until(() => driver.getCurrentState() === 'autosample');
  await device.say('stopped\r\n');
  await told.until(() => driver.getCurrentState() === 'command');
  assert.deepEqual([told.states.slice(-2), told.errors], [['autosample', 'command'], []]);
});

const passing: Instrument = defineInstrument({
  ...probe,
  states: {
    ...probe.states,
    sync: { shows: /mode y/, passes: { every: '2 s', limit: '30 s' } },
  },
});
const synchronizing = 'mode y\r\na 1\r\nb 2\r\nc 3\r\n>';

test('a state that goes over by itself is asked again until it has', async (t) => {
  let left = 3;
  const device = await startProbe(t, (line) => (line === 'ds' && left-- > 0 ? synchronizing : undefined));
  device.mode = 's';
  const { driver, told } = await startDriver(t, { definition: passing, link: device.link, clock: fastClock(50) });
  assert.equal(await driver.discover(), 'sync');
  await told.until(() => driver.getCurrentState() === 'autosample');
  assert.deepEqual(device.lines, ['ds', 'ds', 'ds', 'ds']);
});

test('one that never does is given up after a while, and that is said', async (t) => {
  const device = await startProbe(t, (line) => (line === 'ds' ? synchronizing : undefined));
  const { driver, told } = await startDriver(t, { definition: passing, link: device.link, clock: fastClock(100) });
  await driver.discover();
  await told.until(() => driver.getCurrentState() === 'unknown');
  assert.deepEqual(
    told.of('error').map(({ error, during }) => [error instanceof TimeoutError, during]),
    [[true, "waiting in 'sync'"]],
  );
});

test('a command that meets such a state waits for what comes of it, and is given again where that is not what it was for', async (t) => {
  const confirming: Instrument['commands'] = {
    ...commands,
    start_autosample: { send: 'start', to: 'autosample', until: nothing, confirm: 'status' },
    stop_autosample: { send: 'stop', in: 'autosample', to: 'command', confirm: 'status' },
  };
  const confirmed: Instrument = defineInstrument({ ...passing, commands: confirming });
  let left = 0;
  let stops = 0;
  const device = await startProbe(t, (line) => {
    if (line === 'start') left = 2;
    if (line === 'stop' && ++stops === 1) {
      left = 2;
      return '>';
    }
    return line === 'ds' && left-- > 0 ? synchronizing : undefined;
  });
  const { driver, told } = await startDriver(t, { definition: confirmed, link: device.link, clock: fastClock(50) });
  await driver.discover();
  told.forget();
  await driver.executeStartAutosample();
  await driver.executeStopAutosample();
  assert.deepEqual(told.states, ['sync', 'autosample', 'sync', 'command']);
  assert.equal(device.lines.filter((line) => line === 'stop').length, 2);
  assert.deepEqual(told.errors, []);
});

test('what samples want to know is asked once each time that the instrument has come to listen, before start-up values', async (t) => {
  const learning: Instrument = defineInstrument({
    ...probe,
    commands: { ...commands, meet: { send: 'meet' }, greet: { send: 'greet' } },
    learns: ['meet', 'greet'],
  });
  const device = await startProbe(t, (line) =>
    line === 'meet' ? 'SO 3\r\n>' : line === 'greet' ? 'ERR\r\n>' : undefined,
  );
  const { driver, told } = await startDriver(t, { definition: learning, link: device.link });
  await driver.startUp({ parameters: { a: 9 }, mode: 'autosample' });
  assert.deepEqual(device.lines, ['ds', 'meet', 'greet', 'a=9', 'ds', 'start']);
  assert.deepEqual(
    told.of('error').map(({ during }) => during),
    ["learning from 'greet'"],
  );
  await driver.executeStopAutosample();
  assert.deepEqual(device.lines.slice(-3), ['stop', 'meet', 'greet']);
});
