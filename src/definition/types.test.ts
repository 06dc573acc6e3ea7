import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from './define-instrument.ts';
import { integer } from './field.ts';
import { u8 } from './frame-field.ts';
import { choice, inBlob, int, partOf, settable, shownBy, toggle } from './parameter.ts';
import { frame, line } from './stream.ts';
import type { CommandOf, ParametersOf } from './typed.ts';

// What is checked here is checked by the compiler: an error that is expected and does not come is an error itself. The
// functions are never called.

const base = {
  kind: 'acme.probe',
  maker: 'Acme',
  model: 'Probe',
  dialogue: { newline: '\r\n', prompt: /S>$/ },
  states: { command: { shows: /idle/ }, autosample: { streaming: ['point'] } },
  parameters: shownBy('ds', { interval: settable('I=', int(/(\d+)/), { startup: 5 }), quiet: toggle(/(x)/) }),
  samples: { point: line(/^(?<a>\d+)$/, { a: integer() }) },
  simulation: { prompt: 'S>', rejects: '?', replies: {}, records: {}, values: {}, streams: {} },
} as const;

const misspelt = {
  discovery: () =>
    defineInstrument({
      ...base,
      // @ts-expect-error: there is no command 'sd'
      discover: { ask: 'sd' },
      commands: { ds: { send: 'ds' } },
    }),
  state: () =>
    defineInstrument({
      ...base,
      discover: { ask: 'ds' },
      commands: {
        ds: { send: 'ds' },
        // @ts-expect-error: there is no state 'autosampel'
        start: { send: 'go', to: 'autosampel' },
      },
    }),
  stream: () =>
    defineInstrument({
      ...base,
      discover: { ask: 'ds' },
      commands: {
        ds: { send: 'ds' },
        // @ts-expect-error: there is no stream 'pont'
        ts: { send: 'ts', yields: 'pont' },
      },
    }),
  confirmation: () =>
    defineInstrument({
      ...base,
      discover: { ask: 'ds' },
      commands: {
        ds: { send: 'ds' },
        // @ts-expect-error: there is no command 'sd'
        stop: { send: 'stop', to: 'command', confirm: 'sd' },
      },
    }),
  requirement: () =>
    defineInstrument({
      ...base,
      discover: { ask: 'ds' },
      commands: {
        ds: { send: 'ds' },
        // @ts-expect-error: there is no parameter 'intervall'
        start: { send: 'go', requires: { intervall: 5 } },
      },
    }),
  option: () =>
    defineInstrument({
      ...base,
      discover: { ask: 'ds' },
      commands: {
        ds: { send: 'ds' },
        // @ts-expect-error: a command has no 'timout'
        ts: { send: 'ts', timout: '20 s' },
      },
    }),
  duration: () =>
    defineInstrument({
      ...base,
      discover: { ask: 'ds' },
      commands: {
        ds: { send: 'ds' },
        // @ts-expect-error: a duration has a unit
        ts: { send: 'ts', timeout: '20 sec' },
      },
    }),
  // @ts-expect-error: the startup value of a number is a number
  startup: () => settable('I=', int(/(\d+)/), { startup: 'five' }),
  // @ts-expect-error: int has no 'unti'
  parameter: () => int(/(\d+)/, { unti: 's' }),
  // @ts-expect-error: a line holds text fields
  field: () => line(/^(?<a>\d+)$/, { a: u8(0) }),
  // @ts-expect-error: a frame holds frame fields
  frameField: () => frame({ sync: [1], length: 4 }, { a: integer() }),
  // @ts-expect-error: the startup value of a field is of its type
  blob: () => inBlob(u8(0), { startup: 'x' }),
};

const probe = defineInstrument({
  ...base,
  discover: { ask: 'ds' },
  commands: { ds: { send: 'ds' }, start: { send: 'go', to: 'autosample', requires: { interval: 5 } } },
});

const chooser = {
  parameters: {
    ...shownBy('ds', { band: settable('B=', choice(/(\d)/, { wide: 0, narrow: 1 }), { startup: 0 }) }),
    ...partOf('setup', { axes: inBlob(u8(0), { choices: { enu: 0, xyz: 1 }, startup: 1 }), rate: inBlob(u8(1)) }),
  },
};

test('a choice is known by its labels', () => {
  const values: ParametersOf<typeof chooser> = { band: 'narrow', axes: 'enu', rate: 8 };
  // @ts-expect-error: no such label
  const wrong: ParametersOf<typeof chooser> = { band: 'middle', axes: 'enu', rate: 8 };
  assert.deepEqual([values.band, wrong.rate], ['narrow', 8]);
});

test('the names and values of a definition are known to the compiler', () => {
  const command: CommandOf<typeof probe> = 'start';
  const values: ParametersOf<typeof probe> = { interval: 5, quiet: true };
  // @ts-expect-error: no such command
  const other: CommandOf<typeof probe> = 'stop';
  // @ts-expect-error: it is a number
  const wrong: ParametersOf<typeof probe> = { interval: '5', quiet: true };
  assert.deepEqual([command, other, values, wrong].length, 4);
  assert.equal(Object.keys(misspelt).length, 12);
});
