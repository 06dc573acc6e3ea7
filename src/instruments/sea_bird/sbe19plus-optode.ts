import { defineInstrument } from '../../definition/define-instrument.ts';
import { pause } from '../../definition/send.ts';
import type { Simulation } from '../../definition/simulation.ts';
import { line } from '../../definition/stream.ts';
import { settings as answers } from '../aanderaa/optode/streams.ts';
import { calibration } from './calibration.ts';
import { fromRawCounts } from './conversion.ts';
import { OPTODE_TAIL, optodeCounts, rawCounts, rawLine } from './hex.ts';
import { jobs } from './jobs.ts';
import { documents, parameters } from './sbe19plus.ts';
import { clock, dialogue, discover, LEARNS, commands as seacatCommands, settings, states } from './seacat.ts';

const ask = (text: string) => ({ send: `sendoptode=${text}` });

/** With an optode as serial sensor. It listens only when its own sampling was stopped, and wants to hear that twice. */
const commands = {
  ...seacatCommands,
  send_optode: {
    title: 'Send to the optode',
    arguments: { text: { title: 'Command of the optode', type: 'text', required: true } },
    build: ({ text }: Readonly<Record<string, unknown>>) => [ask(String(text))],
    whileStreaming: 'pause',
  },
  acquire_optode_settings: {
    steps: [
      ask('stop'),
      { send: [pause('2 s'), 'sendoptode=stop\r\n'] },
      { send: [pause('3 s'), 'sendoptode=get analog output\r\n'] },
      ask('get calphase'),
      ask('get enable temperature'),
      ask('get enable text'),
      ask('get enable humiditycomp'),
      ask('get enable airsaturation'),
      ask('get enable rawdata'),
      ask('get interval'),
      ask('get mode'),
      ask('start'),
    ],
    yields: 'optode_settings',
    whileStreaming: 'pause',
  },
} as const;

/** What tells one SBE 19plus V2 with an optode from another. */
export interface OptodeProfiler {
  readonly kind: string;
  readonly model: string;
  /** How OOI's names of its streams begin. */
  readonly ooi: string;
  /** OOI's name of the optode's settings. */
  readonly ooiSettings: string;
  readonly pressureSensor: 'quartz' | 'strain';
  readonly simulation: Simulation;
}

export const optodeProfiler = ({ kind, model, ooi, ooiSettings, pressureSensor, simulation }: OptodeProfiler) =>
  defineInstrument({
    kind,
    maker: 'Sea-Bird Scientific',
    model,
    description: 'Profiler of conductivity, temperature and pressure with an optode',

    dialogue,
    discover,
    states: states('sample'),
    commands,
    parameters: parameters({ volt1: true, optode: true }),
    settings,
    learns: LEARNS,
    jobs,
    clock,

    samples: {
      sample: line(
        rawLine(OPTODE_TAIL),
        { ...rawCounts, ...optodeCounts },
        {
          title: 'Conductivity, temperature, pressure and oxygen, raw counts',
          ooi: `${ooi}_sample`,
          derives: fromRawCounts,
        },
      ),
      ...documents(ooi, pressureSensor),
      optode_settings: { ...answers, title: 'Settings of the optode', ooi: ooiSettings },
    },
    calibration,
    simulation,
  });
