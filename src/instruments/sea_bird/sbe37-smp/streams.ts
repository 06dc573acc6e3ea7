import { seawater } from '../../../definition/derived-seawater.ts';
import { flag, integer, number, text } from '../../../definition/field.ts';
import { block, found, line } from '../../../definition/stream.ts';
import { fromSeaBirdTime, ntpSeconds } from '../time.ts';

export const ctd = line(
  /^#? *(?<temp>-?\d+\.\d+), *(?<conductivity>-?\d+\.\d+), *(?<pressure>-?\d+\.\d+)(?:, *(?<salinity>-?\d{1,2}\.\d+|-?\d+\.\d+(?=, *-?\d+\.)))?(?:, *(?<sound_velocity>-?\d+\.\d+))?(?:, *(?<date_time>\d+(?: +[A-Za-z]+ +|-\d+-)\d+, *\d+:\d+:\d+))?\s*$/,
  {
    temp: number({ title: 'Temperature', unit: 'degree_Celsius', cf: 'sea_water_temperature', valid: [-5, 35] }),
    conductivity: number({ unit: 'S m-1', cf: 'sea_water_electrical_conductivity', valid: [0, 9] }),
    pressure: number({ unit: 'dbar', cf: 'sea_water_pressure_due_to_sea_water', valid: [-10, 7_500] }),
    salinity: number({ unit: '1', cf: 'sea_water_practical_salinity', ooi: false }),
    sound_velocity: number({ unit: 'm s-1', cf: 'speed_of_sound_in_sea_water', ooi: false }),
    date_time: text({ title: "The instrument's clock", ooi: false }),
  },
  {
    title: 'Conductivity, temperature and pressure',
    ooi: 'parsed',
    derives: seawater({ conductivity: 'conductivity', temperature: 'temp', pressure: 'pressure' }),
    deviceTime: (_, { date_time }) => (typeof date_time === 'string' ? fromSeaBirdTime(date_time) : undefined),
  },
);

const HEADER = /SERIAL NO\. *\d+ +(\d+ [A-Za-z]+ \d+ +\d+:\d+:\d+)/;
const notDone = flag({ on: 'absent' });

/** The reply to `ds`. */
export const deviceStatus = block(
  { from: /^SBE37-SMP? +V.*SERIAL NO\./, to: /^temperature = -?\d+\.\d+ deg C/, longest: 1200 },
  {
    sbe37_serial_number: found(/SERIAL NO\. *(\d+)/, integer()),
    sbe37_date_time: found(HEADER, ntpSeconds()),
    sbe37_logging: found(/^(?:not logging|(logging data))/m, flag()),
    sbe37_sample_interval: found(/^sample interval = (\d+) seconds/m, integer({ unit: 's' })),
    sbe37_sample_number: found(/^samplenumber = (\d+)/m, integer()),
    sbe37_memory_free: found(/free = (\d+)/, integer()),
    sbe37_tx_realtime: found(/^(do not )?transmit real-time data/m, notDone),
    sbe37_output_salinity: found(/^(do not )?output salinity with/m, notDone),
    sbe37_output_sound_velocity: found(/^(do not )?output sound velocity with/m, notDone),
    sbe37_store_time: found(/^(do not )?store time with/m, notDone),
    sbe37_number_of_samples_to_average: found(/^number of samples to average = (\d+)/m, integer()),
    sbe37_reference_pressure: found(/^reference pressure = (-?\d+\.\d+) db/m, number({ unit: 'dbar' })),
    sbe37_serial_sync_mode: found(/^serial sync mode (disabled)?/m, notDone),
    sbe37_serial_sync_wait: found(/^wait time after serial sync sampling = (\d+)/m, integer({ unit: 's' })),
    sbe37_internal_pump_installed: found(/^internal pump is (not )?installed/m, notDone),
    sbe37_temperature: found(/^temperature = (-?\d+\.\d+) deg C/m, number({ unit: 'degree_Celsius' })),
  },
  {
    title: 'Device status',
    ooi: 'device_status_parsed',
    deviceTime: (status) => fromSeaBirdTime(HEADER.exec(status)?.[1] ?? ''),
  },
);

const coefficient = (name: string) => found(new RegExp(`^ *${name} = (-?\\d\\.\\d+e[-+]\\d+)`, 'm'), number());
const calibrated = (sensor: string) => found(new RegExp(`^${sensor}.*: +(\\d+-[A-Za-z]+-\\d+)`, 'm'), text());

/** The reply to `dc`. Every name begins with `sbe37_coeff_`, but for the three dates that OOI named otherwise. */
export const deviceCalibration = block(
  { from: /^SBE37-SMP? +V +\S+ +\d+\s*$/, to: /^ *RTCA2 = -?\d\.\d{6}e[-+]\d\d/, longest: 1600 },
  {
    calibration_date_temperature: calibrated('temperature'),
    sbe37_coeff_ta0: coefficient('TA0'),
    sbe37_coeff_ta1: coefficient('TA1'),
    sbe37_coeff_ta2: coefficient('TA2'),
    sbe37_coeff_ta3: coefficient('TA3'),
    calibration_date_conductivity: calibrated('conductivity'),
    sbe37_coeff_g: coefficient('G'),
    sbe37_coeff_h: coefficient('H'),
    sbe37_coeff_i: coefficient('I'),
    sbe37_coeff_j: coefficient('J'),
    sbe37_coeff_cpcor: coefficient('CPCOR'),
    sbe37_coeff_ctcor: coefficient('CTCOR'),
    sbe37_coeff_wbotc: coefficient('WBOTC'),
    calibration_date_pressure: calibrated('pressure'),
    sbe37_coeff_serial_number: found(/^pressure S\/N (\d+)/m, integer()),
    sbe37_coeff_pressure_range: found(/^pressure .*range = (\d+\.\d+) psia/m, number({ unit: 'psi' })),
    sbe37_coeff_pa0: coefficient('PA0'),
    sbe37_coeff_pa1: coefficient('PA1'),
    sbe37_coeff_pa2: coefficient('PA2'),
    sbe37_coeff_ptca0: coefficient('PTCA0'),
    sbe37_coeff_ptca1: coefficient('PTCA1'),
    sbe37_coeff_ptca2: coefficient('PTCA2'),
    sbe37_coeff_ptcsb0: coefficient('PTCSB0'),
    sbe37_coeff_ptcsb1: coefficient('PTCSB1'),
    sbe37_coeff_ptcsb2: coefficient('PTCSB2'),
    sbe37_coeff_poffset: coefficient('POFFSET'),
    sbe37_coeff_rtc: calibrated('rtc'),
    sbe37_coeff_rtca0: coefficient('RTCA0'),
    sbe37_coeff_rtca1: coefficient('RTCA1'),
    sbe37_coeff_rtca2: coefficient('RTCA2'),
  },
  { title: 'Calibration coefficients', ooi: 'device_calibration_parsed' },
);
