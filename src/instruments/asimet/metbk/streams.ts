import { integer, number, text } from '../../../definition/field.ts';
import { block, found, foundAll, line } from '../../../definition/stream.ts';

/** The values of a line in their order; the last two are not in OOI's particle. */
const COLUMNS = {
  barometric_pressure: number({ unit: 'hPa', cf: 'air_pressure', valid: [850, 1_150] }),
  relative_humidity: number({ unit: 'percent', cf: 'relative_humidity', valid: [0, 110] }),
  air_temperature: number({ unit: 'degree_Celsius', cf: 'air_temperature', valid: [-40, 50] }),
  longwave_irradiance: number({ unit: 'W m-2', cf: 'surface_downwelling_longwave_flux_in_air' }),
  precipitation: number({ title: 'Level in the rain gauge', unit: 'mm' }),
  sea_surface_temperature: number({ unit: 'degree_Celsius', cf: 'sea_surface_temperature' }),
  sea_surface_conductivity: number({ unit: 'S m-1', cf: 'sea_water_electrical_conductivity' }),
  shortwave_irradiance: number({ unit: 'W m-2', cf: 'surface_downwelling_shortwave_flux_in_air' }),
  eastward_wind_velocity: number({ unit: 'm s-1', cf: 'eastward_wind' }),
  northward_wind_velocity: number({ unit: 'm s-1', cf: 'northward_wind' }),
  conductivity_again: number({ title: 'Sea surface conductivity, once more', unit: 'S m-1', ooi: false }),
  battery_voltage: number({ title: 'Main battery', unit: 'V', ooi: false }),
};

/** A wide negative number leaves no blank before it. */
const BETWEEN = '(?: +|(?=-))';
/** What stands for a sensor that does not answer: "NaN", as far as its column has room. */
const MISSING = 'N(?:aN?)?';
/** The rest of a torn line before the first value makes it too long. */
const longest = (place: number): string => (place === 0 ? '{1,4}' : '+');
const groups = Object.keys(COLUMNS).map((name, place) => `(?:(?<${name}>-?\\d${longest(place)}\\.\\d+)|${MISSING})`);

export const metbk = line(new RegExp(`^ *${groups.join(BETWEEN)} *$`), COLUMNS, {
  title: 'Bulk meteorology',
  ooi: 'metbk_parsed',
  publish: 'changed',
});

/** Which of the lines before the last one: those behind the battery are failures, and then three of the satellite transmitter's. */
const beforeState = (lines: number): RegExp => new RegExp(`^(\\S+)\\r?\\n(?=(?:.*\\n){${lines}}Sampling )`, 'm');
const failure = /(?<=^Main Battery Voltage:.*\n(?:.*\n)*)(.+?)\r?\n(?=(?:.*\n){3,}Sampling )/m;

/** The reply to `#STAT`. */
export const status = block(
  { from: /^Model: /, to: /^Sampling (?:GO|STOPPED)/, longest: 4_096 },
  {
    instrument_model: found(/^Model: +(.+?)\s*$/m, text()),
    serial_number: found(/^SerNum: +(.+?)\s*$/m, text()),
    calibration_date: found(/^CfgDat: +(.+?)\s*$/m, text()),
    firmware_version: found(/^Firmware: +(.+?)\s*$/m, text()),
    date_time_string: found(/^RTClock: +(.+?)\s*$/m, text()),
    logging_interval: found(/^Logging Interval: +(\d+)/m, integer({ unit: 's' })),
    current_tick: found(/Current Tick: +(\d+)/, integer()),
    recent_record_interval: found(/^R-interval: +(\d+)/m, integer()),
    flash_card_presence: found(/^R-interval:.*\r?\n(.+?)\s*$/m, text()),
    battery_voltage_main: found(/^Main Battery Voltage: +(\d+\.\d+)/m, number({ unit: 'V' })),
    failure_messages: foundAll(failure, text()),
    ptt_id1: found(beforeState(2), text(), { optional: true }),
    ptt_id2: found(beforeState(1), text(), { optional: true }),
    ptt_id3: found(beforeState(0), text(), { optional: true }),
    sampling_state: found(/^Sampling (GO|STOPPED)/m, text()),
  },
  { title: 'Status of the logger', ooi: 'metbk_status' },
);
