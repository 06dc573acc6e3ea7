// A made-up instrument with two others behind it: one that is spoken to through it, one that only sends.
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer, number } from '../definition/field.ts';
import { int, settable, shownBy } from '../definition/parameter.ts';
import { line } from '../definition/stream.ts';

const noDialogue = { prompt: '', rejects: '', replies: {}, values: {}, streams: {} };

/** Sends a line with a temperature of its own, what its probe measures, and a voltage. */
export const mast = defineInstrument({
  kind: 'test.mast',
  maker: 'Nobody',
  model: 'Mast',
  dialogue: { newline: '\r\n', prompt: /S>$/, echo: 'remove', timeout: '2 s' },
  discover: { listen: '50 ms', ask: 'status' },
  states: {
    command: { shows: /idle/ },
    autosample: { shows: /sending/, streaming: ['air'] },
    testing: { busy: true },
  },
  commands: {
    status: { send: 'ds', in: ['command', 'autosample'] },
    acquire_sample: { send: 'ts', yields: 'air' },
    start_autosample: { send: 'go', to: 'autosample' },
    stop_autosample: { send: 'stop', in: 'autosample', to: 'command' },
    measure: { send: 'measure' },
    test: { send: 'test', during: 'testing', abort: 'quit' },
    send_probe: {
      build: ({ text }) => [{ send: `probe=${text}` }],
      arguments: { text: { type: 'text', required: true } },
      whileStreaming: 'pause',
    },
  },
  parameters: {},
  samples: { air: line(/^T=(?<temp>-?\d+\.\d+) /, { temp: number({ unit: 'degree_Celsius' }) }) },
  simulation: {
    prompt: 'S>',
    rejects: '?S>',
    replies: { status: 'idle\r\n', measure: 'done\r\n', test: 'passed\r\n' },
    records: { air: 'T=12.50 P=0117 V=2.5\r\n' },
    values: {},
    streams: { air: { every: '100 ms' } },
    shows: { autosample: [[/idle/, 'sending']] },
    takes: { measure: '300 ms', test: '1 min' },
    answers: [
      { to: 'probe=get gain', in: 'command', reply: 'To probe: get gain\r\nPROBE gain 7\r\nS>' },
      { to: 'probe=set gain 9', in: 'command', reply: 'To probe: set gain 9\r\nPROBE ok\r\nS>' },
      { to: 'probe=nonsense', in: 'command', reply: 'To probe: nonsense\r\nPROBE what?\r\nS>' },
    ],
  },
});

export const probe = defineInstrument({
  kind: 'test.probe',
  maker: 'Nobody',
  model: 'Probe',
  rides: {
    on: ['test.mast'],
    tunnel: { command: 'send_probe', argument: 'text', removes: /^To probe: .*\r\n|^PROBE /m },
  },
  dialogue: { newline: '', rejected: /what\?\s*$/ },
  discover: {},
  states: { command: {}, autosample: { streaming: ['counts'] } },
  commands: {
    start_autosample: { asksHost: 'start_autosample', to: 'autosample' },
    stop_autosample: { asksHost: 'stop_autosample', in: 'autosample', to: 'command' },
    get_gain: { send: 'get gain', whileStreaming: 'pause' },
    get_gain_at_once: { send: 'get gain', in: ['command', 'autosample'] },
    get_twice: { runs: ['get_gain', 'get_gain_at_once'], whileStreaming: 'pause' },
    confuse: { send: 'nonsense' },
  },
  parameters: shownBy('get_gain', { gain: settable('set gain ', int(/^gain (\d+)/m)) }),
  samples: { counts: line(/ P=(?<counts>\d+) /, { counts: integer() }) },
  simulation: { ...noDialogue, records: { counts: 'T=12.50 P=0117 V=2.5\r\n' } },
});

export const gauge = defineInstrument({
  kind: 'test.gauge',
  maker: 'Nobody',
  model: 'Gauge',
  rides: { on: ['test.mast'] },
  dialogue: { newline: '' },
  discover: {},
  states: { command: {}, autosample: { streaming: ['volts'] } },
  commands: {},
  parameters: {},
  samples: { volts: line(/ V=(?<volts>\d\.\d)$/, { volts: number({ unit: 'V' }) }) },
  simulation: { ...noDialogue, records: { volts: 'T=12.50 P=0117 V=2.5\r\n' } },
});
