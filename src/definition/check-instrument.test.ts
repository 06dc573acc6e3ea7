import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DefinitionError } from '../kit/errors.ts';
import { checkInstrument } from './check-instrument.ts';
import { wordSum } from './checksum.ts';
import { integer, text } from './field.ts';
import { u16 } from './frame-field.ts';
import type { Instrument } from './instrument.ts';
import { inBlob, int, interval, partOf, settable, shownBy, word } from './parameter.ts';
import { prompt, sampleOf } from './reply.ts';
import { block, found, frame, line } from './stream.ts';

const good: Instrument = {
  kind: 'acme.probe',
  maker: 'Acme',
  model: 'Probe',
  dialogue: { newline: '\r\n', prompt: /S>$/ },
  discover: { ask: 'status' },
  states: { command: { shows: /idle/ } },
  commands: { status: { send: 'ds' } },
  parameters: shownBy('status', { interval: settable('I=', int(/i=(\d+)/, { min: 1, max: 9 }), { startup: 5 }) }),
  samples: { point: line(/^(?<a>\d+)$/, { a: integer() }) },
  simulation: { prompt: 'S>', rejects: '?', replies: {}, records: {}, values: {}, streams: {} },
};

const problemsOf = (changes: Partial<Instrument>): string[] => {
  try {
    checkInstrument({ ...good, ...changes });
    return [];
  } catch (error) {
    assert(error instanceof DefinitionError);
    return error.message
      .split('\n')
      .slice(1)
      .map((problem) => problem.trim());
  }
};

test('a definition without contradictions passes', () => {
  assert.deepEqual(problemsOf({}), []);
});

test('all that is wrong is one error, and each problem says where it is and what there is', () => {
  const problems = problemsOf({
    kind: 'Probe',
    discover: { ask: ['status', 'stauts'] },
    commands: {
      status: { send: 'ds' },
      start: { send: 'go', in: 'comand', to: 'streaming', confirm: 'ds', requires: { intervall: 3 }, yields: 'ctd' },
      both: { runs: ['status', 'stop'], confirm: 'status' },
      wait: { steps: [{ send: 'x', until: sampleOf('pint') }] },
    },
    clock: { shownBy: 'time', read: () => undefined, write: () => '', set: [], tolerance: '1 s' },
  });
  assert.deepEqual(problems, [
    "kind 'Probe' is not of the form vendor.model in snake_case",
    "discover: command 'stauts' is not there; there are: status, start, both, wait",
    "clock: command 'time' is not there; there are: status, start, both, wait",
    "command start: state 'comand' is not there; there are: command",
    "command start: state 'streaming' is not there; there are: command",
    "command start: stream 'ctd' is not there; there are: point",
    "command start: command 'ds' is not there; there are: status, start, both, wait",
    "command start: parameter 'intervall' is not there; there are: interval",
    "command both: command 'stop' is not there; there are: status, start, both, wait",
    'command both: confirm needs the state in `to`',
    "command wait: stream 'pint' is not there; there are: point",
  ]);
});

test('a command is given in the state command where it says nothing else', () => {
  assert.deepEqual(problemsOf({ states: { ready: { shows: /idle/ } } }), [
    "command status: state 'command' is not there; there are: ready",
  ]);
});

test('a state that nothing leads to is none', () => {
  const states = { command: { shows: /idle/ }, autosample: {}, test: {}, silent: {} };
  const commands = { status: { send: 'ds' }, try_it: { send: 'tt', during: 'test' } } as const;
  assert.deepEqual(problemsOf({ states, commands, discover: { ask: 'status', otherwise: 'silent' } }), [
    'state autosample: nothing leads to it: no command (to, during), and nothing shows it',
  ]);
});

test('a job is as often as a parameter that says a time', () => {
  const parameters = shownBy('status', { label: word(/label (\w+)/), period: int(/p=(\d+)/) });
  const jobs = {
    odd: { runs: 'status', every: { parameter: 'label' } },
    well: { runs: 'status', every: { parameter: 'period' } },
    own: { runs: 'status', every: { parameter: 'pause' } },
  } as const;
  assert.deepEqual(problemsOf({ parameters: { ...parameters, pause: interval('1 h') }, jobs }), [
    "job odd: parameter 'label' says no time: it is neither a number of seconds nor made with interval(…)",
  ]);
});

test('names that leave the process are in snake_case', () => {
  const samples = { 'Point-1': line(/^(?<sampleCount>\d+)$/, { sampleCount: integer() }) };
  assert.deepEqual(problemsOf({ samples }), [
    "'Point-1' is not snake_case",
    "stream Point-1: field 'sampleCount' is not snake_case",
  ]);
});

test('limits and startup values of parameters agree', () => {
  const shown = int(/i=(\d+)/, { min: 9, max: 1 });
  const parameters = {
    ...shownBy('status', { crossed: shown, high: settable('H=', int(/h=(\d+)/, { max: 9 }), { startup: 10 }) }),
    lost: int(/l=(\d+)/),
  };
  assert.deepEqual(problemsOf({ parameters }), [
    'parameter crossed: min 9 is above max 1',
    'parameter high: startup 10 is not between any and 9',
    'parameter lost: no command shows it (shownBy)',
  ]);
});

test('parameters in a blob lie inside it, and start with one of their choices', () => {
  const parameters = {
    ...partOf('setup', {
      late: inBlob(u16(7)),
      mode: inBlob(u16(0), { choices: { off: 0, on: 1 }, startup: 2 }),
    }),
    ...partOf('stup', { other: inBlob(u16(0)) }),
  };
  const setup = { shownBy: 'status', length: 8, checksum: wordSum(0), write: { prefix: 'C', until: prompt } };
  assert.deepEqual(problemsOf({ parameters, blobs: { setup } }), [
    'parameter late: it ends at 9, past the 8 bytes of setup',
    'parameter mode: startup 2 is none of its choices: off, on',
    "parameter other: blob 'stup' is not there; there are: setup",
  ]);
});

test('patterns that remember where they stood are refused', () => {
  const problems = problemsOf({
    dialogue: { newline: '\r\n', prompt: /S>$/g },
    states: { command: { shows: /idle/y } },
    parameters: shownBy('status', { interval: int(/i=(\d+)/g) }),
    samples: {
      point: line(/^(?<a>\d+)$/g, { a: integer() }),
      status: block({ from: /^a/g, to: /^b/ }, { t: found(/t/g, text()) }),
    },
  });
  assert.deepEqual(
    problems.map((problem) => problem.replace(/must not be.*/, '')),
    [
      'parameter interval: /i=(\\d+)/g ',
      'stream point: /^(?<a>\\d+)$/g ',
      'stream status: /^a/g ',
      'stream status: /t/g ',
      'dialogue: /S>$/g ',
      'states: /idle/y ',
    ],
  );
});

test('a line’s groups are its fields', () => {
  assert.throws(() => line(/^(?<a>\d+)$/, { a: integer(), b: integer() }), /no group of .* is named b/);
  assert.throws(() => line(/^(?<a>\d+) (?<b>\d+)$/, { a: integer() }), /groups that are no fields: b/);
  assert.doesNotThrow(() => line(/^(?<a>\d+) (?<_clock>\d+)$/, { a: integer() }));
});

test('a frame is recognised by something, and holds its fields', () => {
  assert.throws(() => frame({ length: 4 }, {}), /needs sync bytes/);
  assert.throws(
    () => frame({ sync: [1], length: 4 }, { late: u16(3) }),
    /field late ends at 5, past the frame's 4 bytes/,
  );
});

test('an instrument behind another needs no prompt and nothing to discover it by, but a tunnel for what it is told', () => {
  const { dialogue: _, discover: __, ...rest } = good;
  const behind = { ...rest, dialogue: { newline: '' }, discover: {} };
  assert.deepEqual(
    problemsOf({ ...behind, rides: { on: ['acme.mast'], tunnel: { command: 'hand_on', argument: 'text' } } }),
    [],
  );
  assert.deepEqual(problemsOf({ ...behind, links: ['a', 'b'], rides: { on: ['Mast'] } }), [
    "rides: 'Mast' is not of the form vendor.model in snake_case",
    'rides: what rides on another instrument has no links of its own',
    'rides: its commands need a tunnel: without one it is only listened to',
  ]);
  assert.deepEqual(problemsOf({ ...behind, commands: {}, parameters: {}, rides: { on: [] } }), [
    'rides: needs the kinds of instrument that it is found behind (on)',
  ]);
  assert.deepEqual(problemsOf({ commands: { status: { send: 'ds' }, start: { asksHost: 'start' } } }), [
    'rides: command start asks a host: say which kinds it may be (rides.on)',
  ]);
});

test('what the driver does by itself must be possible and due at some time', () => {
  const jobs: NonNullable<Instrument['jobs']> = {
    sync: { runs: 'clock_sync', every: '1 d' },
    daily: { runs: 'status', cron: 'every day' },
    once: { runs: 'status', at: 'tomorrow' },
    poll: { runs: 'statu', every: { parameter: 'intervall' }, in: 'comand' },
    sample: { runs: 'status', polled: { min: '1 h', max: '1 min' } },
    // @ts-expect-error: also of who writes JavaScript
    often: { runs: 'status', every: '2 minutes' },
  };
  const problems = problemsOf({ jobs });
  assert.match(problems[0] ?? '', /^job sync: command 'clock_sync' is not there/);
  assert.match(problems[1] ?? '', /^job daily: .*cron/i);
  assert.match(problems[2] ?? '', /^job once: 'tomorrow' is not a time/);
  assert.deepEqual(
    problems.slice(3).map((problem) => problem.split(' is not there')[0]),
    [
      "job poll: command 'statu'",
      "job poll: state 'comand'",
      "job poll: parameter 'intervall'",
      "job sample: max, '1 min', is shorter than min, '1 h'",
      "job often: '2 minutes' is not a duration such as '200 ms', '20 s', '2 min', '1 h' or '1 d'",
    ],
  );
});
