import { integer, text } from '../../definition/field.ts';
import { int, type SettableInfo, settable, shownBy } from '../../definition/parameter.ts';
import { block, found } from '../../definition/stream.ts';
import { intervals } from './jobs.ts';
import { calibrationCoefficients, dataChannels, eventCounters, hardwareData, statusData } from './seacat-documents.ts';
import { channels, logging, outputFormat, pressureSensorType, yesNo } from './seacat-parameters.ts';
import { documentOf, element, yesNoField } from './xml.ts';

// What every SBE 19plus V2 has, whatever hangs on it.

const startup = <T>(value: T): SettableInfo<T> => ({ startupOnly: true, startup: value });
const MOST = 65_535;

/** 20 of the instrument's, and the driver's two intervals. What is on at start-up depends on what hangs on it. */
export const parameters = (on: Parameters<typeof channels>[0]) => ({
  ...shownBy('get_status', { logging }),
  ...shownBy('get_configuration', {
    navg: settable('Navg=', int(element('ScansToAverage'), { title: 'Scans to average', min: 0, max: MOST }), {
      startup: 4,
    }),
    pump_delay: settable('PumpDelay=', int(element('PumpDelay'), { unit: 's', min: 0, max: MOST }), { startup: 60 }),
    min_cond_freq: settable(
      'MinCondFreq=',
      int(element('MinimumCondFreq'), {
        title: 'Conductivity at which the pump starts',
        unit: 'Hz',
        min: 0,
        max: MOST,
      }),
      startup(500),
    ),
    auto_run: settable('AutoRun=', yesNo('AutoRun', { title: 'Logs when it is switched on' }), startup(false)),
    ignore_switch: settable(
      'IgnoreSwitch=',
      yesNo('IgnoreSwitch', { title: 'Ignores the magnetic switch' }),
      startup(true),
    ),
    ...channels(on),
    output_format: outputFormat,
  }),
  ...shownBy('get_hardware', { pressure_sensor_type: pressureSensorType }),
  ...intervals,
});

/** The documents, under the names that OOI gives them for what hangs on the instrument. */
export const documents = (prefix: string, pressureSensor: 'quartz' | 'strain') => ({
  status: statusData(`${prefix}_status`),
  hardware: hardwareData(`${prefix}_hardware`, { pressureSensor }),
  configuration: block(
    documentOf('ConfigurationData'),
    {
      ...dataChannels,
      scans_to_average: found(element('ScansToAverage'), integer()),
      min_cond_freq: found(element('MinimumCondFreq'), integer({ unit: 'Hz' })),
      pump_delay: found(element('PumpDelay'), integer({ unit: 's' })),
      auto_run: found(element('AutoRun'), yesNoField()),
      ignore_switch: found(element('IgnoreSwitch'), yesNoField()),
      battery_type: found(element('Type'), text()),
    },
    { title: 'Configuration', ooi: `${prefix}_configuration` },
  ),
  calibration: calibrationCoefficients(`${prefix}_calibration_coefficients`, {}),
  event_counters: eventCounters,
});
