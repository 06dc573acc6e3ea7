/** The source of a small definition, as its author would write it. */
export const probeSource = (kind: string): string => `\
import { defineInstrument, int, line, number, settable, shownBy } from 'sonde';

export const probe = defineInstrument({
  kind: '${kind}',
  maker: 'Acme',
  model: 'Probe',
  dialogue: { newline: '\\r\\n', prompt: /S>$/ },
  discover: { ask: 'status' },
  states: { command: { shows: /idle/ }, autosample: { shows: /running/, streaming: ['point'] } },
  commands: {
    status: { send: 'st', in: ['command', 'autosample'] },
    start_autosample: { send: 'go', to: 'autosample' },
    stop_autosample: { send: 'stop', in: 'autosample', to: 'command' },
  },
  parameters: shownBy('status', { interval: settable('I=', int(/every (\\d+) s/, { min: 1, max: 9 }), { startup: 1 }) }),
  samples: { point: line(/^T=(?<temp>-?\\d+\\.\\d+)$/, { temp: number({ unit: 'degree_Celsius' }) }) },
  simulation: {
    prompt: 'S>',
    rejects: '?S>',
    replies: { status: 'idle, every 1 s\\r\\n', start_autosample: '', stop_autosample: '' },
    shows: { autosample: [[/idle/, 'running']] },
    records: { point: 'T=12.345\\r\\n' },
    streams: { point: { every: { parameter: 'interval' } } },
    values: { point: { temp: { around: 12, swing: 1 } } },
  },
});
`;
