import { defineInstrument } from '../../../definition/define-instrument.ts';
import { pattern, sampleOf, silence } from '../../../definition/reply.ts';
import type { Simulation } from '../../../definition/simulation.ts';
import { ecoParameters } from './parameters.ts';
import type { Signal } from './signals.ts';
import { ecoMetadata, ecoRecord, ecoStatus } from './streams.ts';
import { ecoClock } from './time.ts';

/** Five characters without a newline: they are heard at any time, and answered with the menu. */
const STOP = ['!!!!!'];
const MENU = pattern(/^Mem\s+\d+ *[\r\n]/m);
const FIRST_RECORD = sampleOf('data_record');
/** Longer than 255 measurements, the most that are averaged into a record. */
const AVERAGING = '30 s';

/** What tells one ECO from another. */
export interface EcoModel {
  readonly kind: string;
  readonly model: string;
  readonly description: string;
  /** How OOI's names of its streams begin. */
  readonly ooi: string;
  readonly signals: readonly Signal[];
  readonly simulation: Simulation;
}

/** An ECO fluorometer: no prompt, no echo, no wake-up; it either streams or listens in silence. */
export const ecoFluorometer = ({ kind, model, description, ooi, signals, simulation }: EcoModel) =>
  defineInstrument({
    kind,
    maker: 'WET Labs',
    model,
    description,

    dialogue: { newline: '\r\n', until: MENU, rejected: /unrecognized command\s*$/, echo: 'none', timeout: '10 s' },
    discover: { listen: '20 s', otherwise: 'command' },
    states: { command: {}, autosample: { streaming: ['data_record'] } },

    commands: {
      acquire_status: { send: '$mnu', yields: 'status', whileStreaming: 'pause' },
      // What follows the last signal is not known for every model.
      read_metadata: { send: '$met', until: silence('1 s'), yields: 'metadata' },
      run_wiper: {
        send: '$mvs',
        until: pattern(/mvs 1[\s\S]*mvs 0\s/),
        timeout: '30 s',
        whileStreaming: 'pause',
        description: 'Opens and closes the wiper',
      },
      acquire_sample: {
        steps: [{ send: '$run', until: FIRST_RECORD, timeout: AVERAGING }, { send: STOP }],
        yields: 'data_record',
        description: 'Starts, waits for the first record and stops',
      },
      start_autosample: { send: '$run', until: FIRST_RECORD, to: 'autosample', timeout: AVERAGING },
      stop_autosample: { send: STOP, in: 'autosample', to: 'command' },
    },

    parameters: ecoParameters(signals),
    settings: { whileStreaming: 'pause' },
    learns: ['read_metadata'],
    clock: ecoClock,
    jobs: {
      run_wiper: { runs: 'run_wiper', every: { parameter: 'wiper_interval' } },
      clock_sync: { runs: 'clock_sync', every: { parameter: 'clk_interval' } },
      acquire_status: { runs: 'acquire_status', every: { parameter: 'status_interval' } },
    },

    samples: {
      data_record: ecoRecord(signals, `${ooi}_data_record`),
      status: ecoStatus(signals, `${ooi}_status`),
      metadata: ecoMetadata(signals),
    },
    simulation,
  });
