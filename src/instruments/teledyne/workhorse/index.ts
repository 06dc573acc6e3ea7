import { defineInstrument } from '../../../definition/define-instrument.ts';
import { interval } from '../../../definition/parameter.ts';
import { pattern, silence } from '../../../definition/reply.ts';
import { lineBreak } from '../../../definition/send.ts';
import { readTime, toTime, WIDTH, writeTime } from './clock.ts';
import { parameters, questions } from './parameters.ts';
import { simulation } from './simulation.ts';
import { ancillarySystemData, compassCalibration, ensembles, systemConfiguration, transmitPath } from './streams.ts';

/** Teledyne RDI Workhorse ADCP: profiles of the current. Text at a prompt, binary ensembles. Manual and firmware: see README. */
export const workhorse = defineInstrument({
  kind: 'teledyne.workhorse',
  maker: 'Teledyne RD Instruments',
  model: 'Workhorse ADCP',
  description: 'Acoustic Doppler current profiler; reads the ensembles of an Explorer DVL too',

  dialogue: {
    newline: '\n',
    // Several lines sent at once are answered with several prompts.
    prompt: /^>+\s*$/m,
    rejected: /ERR[^>]*>\s*$/,
    wake: { send: '', tries: 3, wait: '1 s' },
    sleepsAfter: '2 min',
    echo: 'remove',
    timeout: '20 s',
  },

  // One that pings hears nothing, and may be silent for an hour: only a break could tell, and that would stop it.
  discover: { listen: '3 s', ask: 'read_serial_port', otherwise: 'autosample' },
  states: {
    command: { shows: /^CB = /m },
    autosample: {
      streaming: ['velocity_beam', 'velocity_instrument', 'velocity_ship', 'velocity_earth', 'velocity_pd12'],
    },
    test: { title: 'Self test', busy: true },
  },

  commands: {
    read_serial_port: { send: 'CB?' },
    read_clock: { send: 'TT?' },
    read_parameters: { send: questions, timeout: '60 s' },
    read_system_configuration: { send: 'PS0', yields: 'system_configuration' },
    read_compass_calibration: { send: 'AC', yields: 'compass_calibration' },
    read_ancillary_system_data: { send: 'PT2', yields: 'ancillary_system_data' },
    read_transmit_path: { send: 'PT4', yields: 'transmit_path' },
    acquire_status: {
      runs: [
        'read_system_configuration',
        'read_compass_calibration',
        'read_ancillary_system_data',
        'read_transmit_path',
      ],
      whileStreaming: 'pause',
    },
    test: {
      title: 'Self test',
      description: 'All tests of the electronics; the result is the report',
      send: 'PT200',
      during: 'test',
      timeout: '2 min',
    },
    // It echoes the command and pings; a refusal would come at once.
    start_autosample: { send: 'CS', until: silence('500 ms'), to: 'autosample' },
    stop_autosample: {
      description: 'Break: over a terminal server it goes through its control port',
      send: [lineBreak('1 s')],
      until: pattern(/\[BREAK Wakeup [AB]\][\s\S]*?\n>/),
      in: 'autosample',
      to: 'command',
      awake: true,
    },
  },

  parameters: {
    ...parameters,
    clock_sync_interval: interval('0 s', { title: 'How often the clock is set; 0 s is never' }),
    get_status_interval: interval('0 s', { title: 'How often the status is read; 0 s is never' }),
  },
  settings: { batch: true, whileStreaming: 'pause' },
  jobs: {
    clock_sync: { every: { parameter: 'clock_sync_interval' }, runs: 'clock_sync' },
    acquire_status: { every: { parameter: 'get_status_interval' }, runs: 'acquire_status' },
  },
  clock: {
    shownBy: 'read_clock',
    read: ({ text }) => readTime(text),
    write: ({ text }, time) => writeTime(text, time),
    set: [{ prefix: 'TT', width: WIDTH, format: toTime, parse: (sent) => readTime(`TT ${sent}`) ?? 0n }],
    tolerance: '2 s',
    whileStreaming: 'pause',
  },

  samples: {
    ...ensembles,
    system_configuration: systemConfiguration,
    compass_calibration: compassCalibration,
    ancillary_system_data: ancillarySystemData,
    transmit_path: transmitPath,
  },
  simulation,
});
