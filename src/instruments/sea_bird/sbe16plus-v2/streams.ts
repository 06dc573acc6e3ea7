import { seawater } from '../../../definition/derived-seawater.ts';
import { hex, integer, number, numbers, text } from '../../../definition/field.ts';
import { block, found, from, line } from '../../../definition/stream.ts';
import { fromRawCounts } from '../conversion.ts';
import { fromSecondsSince2000, rawCounts, rawLine } from '../hex.ts';
import { calibrationCoefficients, dataChannels, hardwareData, statusData } from '../seacat-documents.ts';
import { fromSeaBirdTime } from '../time.ts';
import { attribute, documentOf, element, yesNoField } from '../xml.ts';

/** OutputFormat 0. What stands between the four counts and the time depends on the sensors that are switched on. */
export const sample = line(
  rawLine('(?<external>[0-9A-F]*)(?<ctd_time>[0-9A-F]{8})'),
  {
    ...rawCounts,
    external: text({
      title: 'Hex digits of external sensors, in the order volt 0-5, SBE 38, WET Labs, GTD, optode',
      ooi: false,
    }),
    ctd_time: hex({ unit: 'seconds since 2000-01-01' }),
  },
  {
    title: 'Conductivity, temperature and pressure, raw counts',
    ooi: 'ctdbp_cdef_sample',
    derives: fromRawCounts,
    deviceTime: (_, { ctd_time }) => fromSecondsSince2000(ctd_time),
  },
);

const decimal = (name: string, places = '\\d+', digits = '\\d+'): string => `(?<${name}>-?${digits}\\.${places})`;
const column = (pattern: string): string => `(?:, *${pattern})?`;

/** OutputFormat 3. Columns are told apart by their order and their decimal places, as the manual gives them. */
const CONVERTED = [
  `^#? *${decimal('temp')}, *${decimal('conductivity')}, *${decimal('pressure')}`,
  // One digit before the point is also a salinity of nearly fresh water; that one has a sound velocity behind it.
  column('(?<volts>-?\\d\\.\\d{4}(?:, *-?\\d\\.\\d{4}){0,5})(?!, *\\d{4}\\.)'),
  column('(?<raw_signal_beta>\\d+), *(?<raw_signal_chl>\\d+), *(?<raw_signal_cdom>\\d+)'),
  column(decimal('oxygen', '\\d{3}', '\\d{1,3}')),
  column(decimal('salinity', '\\d{4}', '\\d{1,3}')),
  column(decimal('sound_velocity', '\\d{3}', '\\d{4}')),
  ', *(?<date_time>\\d{1,2} +[A-Za-z]{3} +\\d{4},? +\\d\\d:\\d\\d:\\d\\d)',
  `(?:, *${decimal('sigma_t')}, *${decimal('battery_voltage')}, *${decimal('operating_current')})?`,
  '\\s*$',
].join('');

const CTD = { conductivity: 'conductivity', temperature: 'temp', pressure: 'pressure' } as const;

export const convertedSample = line(
  new RegExp(CONVERTED),
  {
    temp: number({ title: 'Temperature', unit: 'degree_Celsius', cf: 'sea_water_temperature', valid: [-5, 35] }),
    conductivity: number({ unit: 'S m-1', cf: 'sea_water_electrical_conductivity', valid: [0, 9] }),
    pressure: number({ unit: 'dbar', cf: 'sea_water_pressure_due_to_sea_water', valid: [-10, 7_500] }),
    volts: numbers({ title: 'External voltages that are switched on', unit: 'V', ooi: false }),
    raw_signal_beta: integer({ title: 'WET Labs sensor, first signal', unit: '1', ooi: false }),
    raw_signal_chl: integer({ title: 'WET Labs sensor, second signal', unit: '1', ooi: false }),
    raw_signal_cdom: integer({ title: 'WET Labs sensor, third signal', unit: '1', ooi: false }),
    oxygen: number({ title: 'Oxygen, by the optode', unit: 'umol L-1', ooi: false }),
    salinity: number({ unit: '1', cf: 'sea_water_practical_salinity', ooi: false }),
    sound_velocity: number({ unit: 'm s-1', cf: 'speed_of_sound_in_sea_water', ooi: false }),
    date_time: text({ title: "The instrument's clock", ooi: false }),
    sigma_t: number({ unit: 'kg m-3', cf: 'sea_water_sigma_t', ooi: false }),
    battery_voltage: number({ title: 'Main battery', unit: 'V', ooi: false }),
    operating_current: number({ unit: 'mA', ooi: false }),
  },
  {
    title: 'Conductivity, temperature and pressure',
    ooi: 'ctdbp_cdef_dcl_instrument',
    derives: seawater(CTD),
    deviceTime: (_, { date_time }) => (typeof date_time === 'string' ? fromSeaBirdTime(date_time) : undefined),
  },
);

const MODEM_TIME = /^(\d\d)([A-Za-z]{3})(\d{4})(.*)$/;

/** A converted sample as the modem of an SBE 16plus-IM hands it on: no blanks, a serial number before it. */
export const modemSample = line(
  /^(?<serial_number>\d{4,8}),(?<temp>-?\d+\.\d{4}),(?<conductivity>-?\d+\.\d{5}),(?<pressure>-?\d+\.\d{3})(?:,(?<volts>-?\d\.\d{4}(?:,-?\d\.\d{4}){0,5}))?,(?<date_time_string>\d\d[A-Za-z]{3}\d{4}\d\d:\d\d:\d\d)\s*$/,
  {
    serial_number: text(),
    temp: convertedSample.fields.temp,
    conductivity: convertedSample.fields.conductivity,
    pressure: convertedSample.fields.pressure,
    volts: convertedSample.fields.volts,
    date_time_string: text({ title: "The instrument's clock" }),
  },
  {
    title: 'Conductivity, temperature and pressure through an inductive modem',
    ooi: 'ctdbp_p_dcl_instrument',
    derives: seawater(CTD),
    deviceTime: ({ date_time_string = '' }) => fromSeaBirdTime(date_time_string.replace(MODEM_TIME, '$1 $2 $3 $4')),
  },
);

export const status = statusData();
export const hardware = hardwareData();

const optional = { optional: true };
/** An element as the SBE 16plus names it, or as the SBE 19plus does for nearly the same. */
const either = (...tags: string[]): RegExp => element(`(?:${tags.join('|')})`);

/**
 * The reply to `GetCD`, with what `GetSD` and `GetHD` showed last: OOI makes one record of the three. Elements that only some
 * firmware has are `null` elsewhere.
 */
export const configuration = block(
  documentOf('ConfigurationData'),
  {
    ...dataChannels,
    sample_interval: found(element('SampleInterval'), integer({ unit: 's' }), optional),
    measurements_per_sample: found(element('MeasurementsPerSample'), integer(), optional),
    pump_mode: found(either('Pump', 'AutoRun'), text()),
    delay_before_sampling: found(either('DelayBeforeSampling', 'PumpDelay'), number({ unit: 's' })),
    delay_after_sampling: found(either('DelayAfterSampling', 'PumpDelay'), number({ unit: 's' })),
    tx_real_time: found(element('TransmitRealTime'), yesNoField(), optional),
    sbe50: found(element('SBE50'), yesNoField(), optional),
    output_salinity: found(element('OutputSalinity'), yesNoField(), optional),
    output_sound_velocity: found(element('OutputSoundVelocity'), yesNoField(), optional),
    serial_sync_mode: found(element('SerialLineSync'), yesNoField(), optional),
  },
  {
    title: 'Configuration and status',
    ooi: 'ctdbp_cdef_status',
    joins: {
      date_time_string: from('status', 'date_time_string'),
      logging_status: from('status', 'logging_status'),
      battery_voltage_main: from('status', 'battery_voltage_main', { unit: 'V' }),
      battery_voltage_lithium: from('status', 'battery_voltage_lithium', { unit: 'V' }),
      operational_current: from('status', 'operational_current', { unit: 'mA' }),
      pump_current: from('status', 'pump_current', { unit: 'mA' }),
      num_samples: from('status', 'num_samples'),
      samples_free: from('status', 'samples_free', { ooi: 'mem_free' }),
      firmware_version: from('hardware', 'firmware_version'),
      pressure_sensor_type: from('hardware', 'pressure_sensor_type'),
    },
  },
);

export const calibration = calibrationCoefficients('ctdbp_cdef_calibration_coefficients', {
  device_type: found(attribute('CalibrationCoefficients', 'DeviceType'), text({ ooi: 'firmware_version' })),
  calibration_date: found(element('CalDate'), text({ ooi: 'date_time_string' })),
});
