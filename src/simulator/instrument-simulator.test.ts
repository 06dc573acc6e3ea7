import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { number } from '../definition/field.ts';
import { int, settable, shownBy, toggle, word } from '../definition/parameter.ts';
import { nothing, pattern } from '../definition/reply.ts';
import { lineBreak } from '../definition/send.ts';
import { line } from '../definition/stream.ts';
import { ConfigError, DefinitionError } from '../kit/errors.ts';
import { bench } from './test-bench.ts';

/** A made-up profiler: a break calls it, an interrupt without a newline stops it, one command takes long. */
const profiler = defineInstrument({
  kind: 'test.profiler',
  maker: 'Nobody',
  model: 'Profiler',
  dialogue: { newline: '\r', prompt: />$/, rejected: /ERR\r\n>$/, echo: 'none' },
  discover: { ask: 'who' },
  states: { command: {}, autosample: { streaming: ['depth'] }, erasing: { busy: true } },
  commands: {
    who: { send: 'who' },
    call: { send: [lineBreak('300 ms')], in: ['command', 'autosample'], to: 'command', until: pattern(/HELLO/) },
    start: { send: 'start', to: 'autosample', until: nothing },
    interrupt: { send: ['!!!!!'], in: 'autosample', to: 'command' },
    erase: { send: 'erase', during: 'erasing', abort: 'quit' },
    two_steps: { steps: [{ send: 'unlock' }, { send: 'format' }], to: 'command' },
  },
  parameters: shownBy('who', {
    name: settable('N=', word(/name (\w+)/)),
    noise: settable('NOISE=', int(/noise (\d+)/, { max: 9 })),
    quiet: settable('QUIET=', toggle(/(loud)?ness/, { absent: 'loud' })),
  }),
  samples: { depth: line(/^D(?<depth>\d+\.\d)$/, { depth: number() }) },
  simulation: {
    prompt: '>',
    rejects: 'ERR\r\n>',
    replies: { who: 'name Ann, noise 5, ness\r\n', call: 'HELLO\r\n', two_steps: 'done' },
    records: { depth: 'D12.5\r\n' },
    values: { depth: { depth: { around: 10, swing: 0 } } },
    streams: { depth: { every: '2 s' } },
    takes: { erase: '1 min' },
    answers: [{ to: 'unlock', in: 'command', reply: 'sure?\r\n' }],
  },
});

test('a break is heard, in the middle of a line too', () => {
  using at = bench(profiler, { streaming: true });
  at.say('sta');
  at.simulator.receiveBreak(300);
  assert.equal(at.heard(), 'HELLO\r\n');
  assert.equal(at.simulator.state, 'command');
  assert.equal(at.say('who\r'), 'name Ann, noise 5, ness\r\n>');
});

test('what is sent without a newline is understood without one', async () => {
  using at = bench(profiler);
  assert.equal(at.say('start\r'), '');
  await at.clock.advance(3000);
  assert.equal(at.heard(), 'D10.0\r\nD10.0\r\n');
  assert.equal(at.say('!!!!'), '');
  assert.equal(at.say('!'), '>');
  assert.equal(at.simulator.state, 'command');
});

test('while it is busy it hears only what breaks it off', async () => {
  using at = bench(profiler);
  assert.equal(at.say('erase\r'), '');
  assert.equal(at.simulator.state, 'erasing');
  assert.equal(at.say('who\r'), '');
  assert.equal(at.say('quit\r'), '>');
  assert.equal(at.simulator.state, 'command');
  assert.equal(at.say('who\r'), 'name Ann, noise 5, ness\r\n>');
  at.say('erase\r');
  await at.clock.advance(60_000);
  assert.equal(at.heard(), '>');
});

test('an answer of its own comes before what the commands say', () => {
  using at = bench(profiler);
  assert.equal(at.say('unlock\r'), 'sure?\r\n');
  assert.equal(at.say('format\r'), 'done\r\n>');
});

test('a value that shows itself by absence is shown so', () => {
  using at = bench(profiler);
  assert.equal(at.say('QUIET=n\r'), '>');
  assert.match(at.say('who\r'), /, loudness\r\n>$/);
  assert.equal(at.say('QUIET=y\r'), '>');
  assert.match(at.say('who\r'), /, ness\r\n>$/);
});

test('names that begin alike are told apart', () => {
  using at = bench(profiler);
  assert.equal(at.say('NOISE=7\r'), '>');
  assert.deepEqual(at.simulator.parameters, { name: 'Ann', noise: 7, quiet: true });
});

test('the same bytes come in every run', async () => {
  const run = async (): Promise<string> => {
    using at = bench(profiler, { streaming: true });
    at.simulator.setFault({ kind: 'garble', rate: 0.2 });
    await at.clock.advance(60_000);
    return at.heard();
  };
  assert.equal(await run(), await run());
});

test('a definition whose replies do not show its parameters is refused, with all that is missing', () => {
  const simulation = { ...profiler.simulation, replies: { who: 'name Ann' } };
  assert.throws(
    () => bench({ ...profiler, simulation }),
    (error) => error instanceof DefinitionError && /parameter noise[\s\S]*parameter quiet/.test(error.message),
  );
});

test('an instrument that never streams cannot begin with it', () => {
  assert.throws(() => bench({ ...profiler, states: { command: {} } }, { streaming: true }), ConfigError);
});

test('what is said to a closed simulator has no effect', () => {
  const at = bench(profiler);
  at.simulator.close();
  assert.equal(at.say('who\r'), '');
});
