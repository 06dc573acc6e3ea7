import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { number } from '../definition/field.ts';
import { computed, u16 } from '../definition/frame-field.ts';
import { int, settable, shownBy, word } from '../definition/parameter.ts';
import { pattern, silence } from '../definition/reply.ts';
import { lineBreak } from '../definition/send.ts';
import { frame, line } from '../definition/stream.ts';
import { fromHex, toBytes } from '../kit/bytes.ts';
import { DefinitionError } from '../kit/errors.ts';
import { sieveOf, sift } from '../testing/sift.ts';
import { bench } from './test-bench.ts';

const nobody = { maker: 'Nobody', model: 'Peculiar' } as const;
const bounds = { sync: [0x7f], length: 8 } as const;

/** Three values of two bytes, from the third byte on. */
const profile = computed<readonly number[]>({
  type: 'list',
  end: 8,
  get: (view) => [2, 4, 6].map((at) => view.getInt16(at, true)),
  put: (view, values) => {
    for (const [i, value] of values.entries()) view.setInt16(2 + 2 * i, value, true);
  },
});

/** Asks for confirmation, settles slowly, takes batches, is stopped by a break, and sends frames that are two records each. */
const profiler = defineInstrument({
  kind: 'test.profiler',
  ...nobody,
  dialogue: { newline: '\n', prompt: />$/, rejected: /ERR.*>$/s, echo: 'remove', wake: { send: [lineBreak('1 s')] } },
  discover: { ask: 'get_all' },
  states: { command: {}, autosample: { streaming: ['velocity', 'tilt'] }, raw: { streaming: ['voltage'] } },
  commands: {
    get_pings: { send: 'WP?' },
    get_all: { send: 'WP?\nWN?\nWV?' },
    start: { send: 'CS', to: 'autosample', until: pattern(/CS\r\n/) },
    start_raw: { send: 'CR', to: 'raw', until: pattern(/CR\r\n/) },
    stop: { send: [lineBreak('1 s')], in: ['autosample', 'raw'], to: 'command' },
  },
  parameters: shownBy('get_all', {
    pings: settable('WP', int(/WP = (\d+)/, { max: 100 })),
    cells: settable('WN', int(/WN = (\d+)/)),
    valve: settable('WV', word(/WV = (\w+)/), { times: 2 }),
  }),
  samples: {
    velocity: frame(bounds, { cells: profile }),
    tilt: frame(bounds, { first: u16(2) }, { when: (view) => view.getUint8(1) === 1 }),
    never: frame(bounds, { first: u16(2) }, { when: (view) => view.getUint8(1) === 2 }),
    voltage: line(/^V(?<volts>\d\.\d)$/, { volts: number() }),
  },
  simulation: {
    prompt: '>',
    rejects: 'ERR what?\r\n>',
    refuses: 'ERR range\r\n>',
    confirms: 'again?\r\n>',
    settles: '3 s',
    silentIn: ['autosample', 'raw'],
    replies: {
      get_all: 'WP = 1 pings\r\nWN = 30 cells\r\nWV = shut\r\n',
      get_pings: 'WP = 1 pings\r\n',
      stop: '[BREAK]\r\n',
    },
    records: { velocity: fromHex('7f01010002000300'), voltage: 'V1.5\r\n' },
    streams: { velocity: { every: '10 s' }, voltage: { every: '10 s' } },
    values: {
      velocity: { cells: { each: { around: 100, swing: 0 }, slope: -60 } },
      voltage: { volts: { around: 2, swing: 0 } },
    },
  },
});

test('lines that are sent at once are answered each with its own', () => {
  using at = bench(profiler);
  assert.equal(at.say('WP?\nWN?\nWV?\n'), 'WP?\r\nWP = 1 pings\r\n>WN?\r\nWN = 30 cells\r\n>WV?\r\nWV = shut\r\n>');
  const { simulation } = profiler;
  using wrong = bench({
    ...profiler,
    simulation: { ...simulation, replies: { get_all: 'WP = 1, WN = 30, WV = shut' } },
  });
  assert.throws(() => wrong.say('WN?\n'), DefinitionError);
});

test('several are set at once; a value that cannot be is refused, and shown when it has settled', async () => {
  using at = bench(profiler);
  assert.equal(at.say('WP5\nWN300\n'), 'WP5\r\n>WN300\r\n>');
  assert.equal(at.say('WP101\n'), 'WP101\r\nERR range\r\n>');
  assert.equal(at.say('XX1\n'), 'XX1\r\nERR what?\r\n>');
  assert.match(at.say('WP?\n'), /WP = 1 /);
  await at.clock.advance(3000);
  assert.match(at.say('WP?\n'), /WP = 5 /);
  assert.match(at.say('WN?\n'), /WN = 300 /);
});

test('what it wants to hear twice is taken when it came twice in succession', async () => {
  using at = bench(profiler);
  assert.equal(at.say('WVopen\n'), 'WVopen\r\nagain?\r\n>');
  at.say('WP?\n');
  assert.equal(at.say('WVopen\n'), 'WVopen\r\nagain?\r\n>');
  assert.equal(at.say('WVopen\n'), 'WVopen\r\n>');
  await at.clock.advance(3000);
  assert.equal(at.simulator.parameters.valve, 'open');
});

test('each state sends its own streams; streams of one frame are sent as one', async () => {
  using at = bench(profiler);
  assert.equal(at.say('CS\n'), 'CS\r\n');
  await at.clock.advance(1000);
  const sent = toBytes(at.heard());
  assert.deepEqual(sent, fromHex('7f0164002800ecff'));
  const { records } = sift(sieveOf(profiler), [sent]);
  assert.deepEqual(
    records.map(({ stream, values }) => [stream, values]),
    [
      ['velocity', { cells: [100, 40, -20] }],
      ['tilt', { first: 100 }],
    ],
  );
  assert.equal(at.say('\nWP?\n'), '', 'while it measures it hears nothing but a break');
  at.simulator.receiveBreak(1000);
  assert.equal(at.heard(), '[BREAK]\r\n>');
  at.say('CR\n');
  await at.clock.advance(1000);
  assert.equal(at.heard(), 'V2.0\r\n');
});

test('a break shows that it is there, in its own words where it has some', () => {
  using at = bench(profiler);
  at.simulator.receiveBreak(1000);
  assert.equal(at.heard(), '>');
  using other = bench({ ...profiler, simulation: { ...profiler.simulation, woken: '[BREAK Wakeup A]\r\n>' } });
  other.simulator.receiveBreak(1000);
  assert.equal(other.heard(), '[BREAK Wakeup A]\r\n>');
  assert.equal(other.say('\n'), '\r\n>');
});

/** Has no prompt, shows its menu after each setting, and comes to its senses by itself. */
const menu = defineInstrument({
  kind: 'test.menu',
  ...nobody,
  dialogue: { newline: '\r\n', until: silence('1 s'), rejected: /unrecognized command\s*$/ },
  discover: { otherwise: 'command' },
  states: { command: {}, sync: { passes: { every: '2 s', limit: '30 s' } }, autosample: { streaming: ['level'] } },
  commands: {
    show: { send: '$mnu' },
    sample: { send: '#D', in: ['command', 'sync'], yields: 'level' },
    stop: { send: ['!!!!!'], in: ['command', 'autosample'], to: 'command' },
    start: { send: '#GO', to: 'sync' },
  },
  parameters: shownBy('show', { average: settable('$ave ', int(/^Ave (\d+)/m, { min: 1 })) }),
  samples: { level: line(/^L(?<level>\d+\.\d\d)$/, { level: number() }) },
  simulation: {
    prompt: '',
    rejects: 'unrecognized command\r\n',
    settingsShow: 'show',
    passes: { sync: { after: '10 s', to: 'autosample', says: 'GO\r\n' } },
    answers: [{ to: /^pass through: (get|set) /i, reply: 'passed\r\n' }],
    replies: { show: 'Ser 1\r\nAve 1\r\nMem 9\r\n', stop: 'Ser 1\r\nAve 1\r\nMem 9\r\n', start: 'synchronizing\r\n' },
    records: { level: 'L1.00\r\n' },
    renews: { level: '5 s' },
    streams: { level: { every: '1 s' } },
    values: { level: { level: { around: 5, swing: 1, period: '1 min' } } },
  },
});

test('without a prompt a menu follows each setting, and an unknown command its own words', () => {
  using at = bench(menu);
  assert.equal(at.say('$ave 15\r\n'), 'Ser 1\r\nAve 15\r\nMem 9\r\n');
  assert.equal(at.say('$ave 0\r\n'), 'unrecognized command\r\n');
  assert.equal(at.say('$nonsense\r\n'), 'unrecognized command\r\n');
  assert.equal(at.say('\r\n'), '');
  assert.equal(at.say('Pass through: set x\r\n'), 'passed\r\n');
});

test('a state goes over by itself, and an interrupt without a newline ends the streaming', async () => {
  using at = bench(menu);
  assert.equal(at.say('#GO\r\n'), 'synchronizing\r\n');
  assert.equal(at.simulator.state, 'sync');
  await at.clock.advance(9000);
  at.say('#D\r\n');
  await at.clock.advance(1000);
  assert.equal(at.simulator.state, 'autosample');
  assert.match(at.heard(), /^GO\r\n/);
  await at.clock.advance(1500);
  assert.match(at.heard(), /^L\d/);
  assert.match(at.say('!!!!!'), /Mem 9\r\n$/);
  assert.equal(at.simulator.state, 'command');
  await at.clock.advance(30_000);
  assert.equal(at.heard(), '');
});

test('between two measurements the records are alike', async () => {
  using at = bench(menu);
  const first = at.say('#D\r\n');
  await at.clock.advance(4000);
  assert.equal(at.say('#D\r\n'), first);
  await at.clock.advance(2000);
  assert.notEqual(at.say('#D\r\n'), first);
});

test('a power cycle in a state that passes ends that', async () => {
  using at = bench(menu);
  at.say('#GO\r\n');
  at.simulator.powerCycle();
  await at.clock.advance(20_000);
  assert.equal(at.simulator.state, 'command');
  assert.equal(at.heard(), '');
});
