import { defineInstrument } from '../../../definition/define-instrument.ts';
import { choice, int, real, settable, shownBy } from '../../../definition/parameter.ts';
import { calibration as calibrationSource } from '../calibration.ts';
import { intervals, jobs } from '../jobs.ts';
import { clock, commands, dialogue, discover, LEARNS, settings, states } from '../seacat.ts';
import { eventCounters } from '../seacat-documents.ts';
import { channels, logging, outputFormat, pressureSensorType, sbe50, yesNo } from '../seacat-parameters.ts';
import { element } from '../xml.ts';
import { simulation } from './simulation.ts';
import { calibration, configuration, convertedSample, hardware, modemSample, sample, status } from './streams.ts';

const delay = (tag: string) => real(element(tag), { unit: 's', min: 0, max: 600, decimals: 1 });
const startup = <T>(value: T) => ({ startupOnly: true, startup: value });

/** Sea-Bird SBE 16plus V2 SeaCAT: conductivity, temperature, pressure, and what hangs on it. Manual and firmware: see README. */
export const sbe16plusV2 = defineInstrument({
  kind: 'sea_bird.sbe16plus_v2',
  maker: 'Sea-Bird Scientific',
  model: 'SBE 16plus V2 SeaCAT',
  description: 'Moored recorder of conductivity, temperature and pressure with external sensors',

  dialogue,
  discover,
  states: states('sample', 'converted_sample', 'modem_sample'),

  commands: {
    ...commands,
    acquire_sample: { ...commands.acquire_sample, yields: ['sample', 'converted_sample'] },
    start_autosample: { ...commands.start_autosample, requires: { tx_realtime: true } },
    set_biowiper: {
      title: 'Set bio-wiper',
      description: 'The instrument does not show how it stands',
      arguments: { on: { title: 'WET Labs sensor with bio-wiper', type: 'boolean', required: true } },
      build: ({ on }) => [{ send: `Biowiper=${on ? 'y' : 'n'}` }],
    },
  },

  parameters: {
    ...shownBy('get_status', { logging }),
    ...shownBy('get_configuration', {
      sample_interval: settable(
        'SampleInterval=',
        int(element('SampleInterval'), { unit: 's', min: 10, max: 14_400 }),
        {
          startup: 10,
        },
      ),
      n_cycles: settable(
        'NCycles=',
        int(element('MeasurementsPerSample'), { title: 'Measurements per sample', min: 1 }),
        {
          startup: 4,
        },
      ),
      pump_mode: settable(
        'PumpMode=',
        choice(element('Pump'), {
          no_pump: ['no pump', 0],
          half_second: ['run pump for 0.5 sec', 1],
          during_sample: ['run pump during sample', 2],
        }),
        { startup: 2 },
      ),
      delay_before_sampling: settable('DelayBeforeSampling=', delay('DelayBeforeSampling'), startup(0)),
      delay_after_sampling: settable('DelayAfterSampling=', delay('DelayAfterSampling'), startup(0)),
      tx_realtime: settable(
        'TXREALTIME=',
        yesNo('TransmitRealTime', { title: 'Sends samples while logging' }),
        startup(true),
      ),
      ...channels({ volt1: false, optode: false }),
      sbe50,
      echo: settable('echo=', yesNo('EchoCharacters', { title: 'Echoes what is typed' }), startup(true)),
      output_executed_tag: settable('OutputExecutedTag=', yesNo('OutputExecutedTag'), startup(true)),
      output_format: outputFormat,
      sync_mode: settable('SyncMode=', yesNo('SerialLineSync', { title: 'Samples on a pulse' }), startup(false)),
    }),
    ...shownBy('get_hardware', { pressure_sensor_type: pressureSensorType }),
    ...intervals,
  },
  settings,
  learns: LEARNS,
  jobs,
  clock,

  samples: {
    sample,
    converted_sample: convertedSample,
    modem_sample: modemSample,
    status,
    hardware,
    configuration,
    calibration,
    event_counters: eventCounters,
  },
  calibration: calibrationSource,
  simulation,
});
