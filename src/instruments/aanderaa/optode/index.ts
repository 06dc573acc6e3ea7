import { defineInstrument } from '../../../definition/define-instrument.ts';
import { real, shownBy, toggle, word } from '../../../definition/parameter.ts';
import { pause } from '../../../definition/send.ts';
import { simulation } from './simulation.ts';
import { measurement, settings, shown, optode as stable, voltage } from './streams.ts';

/** Asked in this order: together the replies are its settings. */
const QUESTIONS = {
  get_analog_output: { send: 'get analog output' },
  get_calphase: { send: 'get calphase' },
  get_enable_temperature: { send: 'get enable temperature' },
  get_enable_text: { send: 'get enable text' },
  get_enable_humiditycomp: { send: 'get enable humiditycomp' },
  get_enable_airsaturation: { send: 'get enable airsaturation' },
  get_enable_rawdata: { send: 'get enable rawdata' },
  get_interval: { send: 'get interval' },
  get_mode: { send: 'get mode' },
} as const;

const enabled = (name: string, title: string) => toggle(shown(`Enable ${name}`), { title, shows: ['No', 'Yes'] });

/** Aanderaa oxygen optode behind a Sea-Bird SeaCAT V2, which samples it and hands on what it is told. Manual: see README. */
export const optode = defineInstrument({
  kind: 'aanderaa.optode',
  maker: 'Aanderaa Data Instruments',
  model: 'Oxygen Optode 4831',
  description: 'Dissolved oxygen by the life of luminescence, behind a SeaCAT',

  rides: {
    on: ['sea_bird.sbe19plus_v2', 'sea_bird.sbe19plus_v2_ctdpf_optode'],
    tunnel: { command: 'send_optode', argument: 'text', removes: /^(?:Sending Optode: .*)?\r?\n|^Optode RX = /m },
  },
  dialogue: { newline: '\r\n', rejected: /^\*[\s\S]*/m },
  discover: {},
  states: { command: {}, autosample: { streaming: ['optode', 'voltage', 'measurement'] } },

  commands: {
    start_autosample: { asksHost: 'start_autosample', to: 'autosample', title: 'Start the SeaCAT' },
    stop_autosample: { asksHost: 'stop_autosample', in: 'autosample', to: 'command', title: 'Stop the SeaCAT' },
    stop: { send: ['stop', pause('2 s'), 'stop', pause('3 s')], title: 'Stop its own sampling' },
    start: { send: 'start', title: 'Start its own sampling' },
    ...QUESTIONS,
    acquire_settings: {
      runs: ['stop', ...(Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]), 'start'],
      yields: 'settings',
      whileStreaming: 'pause',
    },
  },

  parameters: {
    ...shownBy('get_analog_output', { analog_output: word(shown('Analog Output'), { title: 'Analogue output' }) }),
    ...shownBy('get_enable_temperature', { enable_temperature: enabled('Temperature', 'Sends its temperature') }),
    ...shownBy('get_enable_text', { enable_text: enabled('Text', 'Sends names with its values') }),
    ...shownBy('get_enable_humiditycomp', {
      enable_humiditycomp: enabled('HumidityComp', 'Compensates for vapour pressure'),
    }),
    ...shownBy('get_enable_airsaturation', { enable_airsaturation: enabled('AirSaturation', 'Sends air saturation') }),
    ...shownBy('get_enable_rawdata', { enable_rawdata: enabled('Rawdata', 'Sends raw data') }),
    ...shownBy('get_interval', { interval: real(shown('Interval'), { unit: 's', decimals: 3 }) }),
    ...shownBy('get_mode', { mode: word(shown('Mode'), { title: 'Mode of operation' }) }),
  },

  samples: { optode: stable, voltage, measurement, settings },
  simulation,
});
