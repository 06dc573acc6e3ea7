import type { FieldInfo } from '../../../definition/field.ts';
import { bits, coded, digits, i16, u8, u16, u32 } from '../../../definition/frame-field.ts';
import { u64 } from '../../../definition/frame-field-wide.ts';
import { FIXED_LEADER, parts, VARIABLE_LEADER } from './pd0.ts';

const cm: FieldInfo = { unit: 'cm' };
const centidegree: FieldInfo = { unit: '0.01 degree' };
const count: FieldInfo = { unit: 'count' };
const degree: FieldInfo = { unit: 'degree' };

/** From the lowest bit on. An Explorer has one more sensor of temperature below them. */
const SENSORS = ['temperature', 'conductivity', 'roll', 'pitch', 'heading', 'depth', 'speed'];
const EXPLORER_SENSORS = ['temperature_eu', ...SENSORS];

const sensors = (offset: number, name: string, all: readonly string[]) =>
  Object.fromEntries(all.map((sensor, bit) => [`${name}_${sensor}`, bits(offset, bit)]));

const base = {
  firmware_version: u8(2),
  firmware_revision: u8(3),
  sysconfig_frequency: coded(bits(4, 0, 3), [75, 150, 300, 600, 1200, 2400], { unit: 'kHz' }),
  sysconfig_beam_pattern: bits(4, 3, 1, { title: 'Beam pattern: 0 concave, 1 convex' }),
  sysconfig_sensor_config: bits(4, 4, 2),
  sysconfig_head_attached: bits(4, 6),
  sysconfig_vertical_orientation: bits(4, 7, 1, { title: 'Beams look upwards' }),
  sysconfig_beam_angle: bits(4, 8, 2, { title: 'Beam angle: 0 is 15, 1 is 20, 2 is 30 degrees, 3 another' }),
  sysconfig_beam_config: bits(4, 12, 4, { title: 'Beams: 4 is four of them, Janus' }),
  data_flag: u8(6, { title: 'Simulated data' }),
  lag_length: u8(7),
  num_beams: u8(8),
  num_cells: u8(9),
  pings_per_ensemble: u16(10),
  cell_length: u16(12, cm),
  blank_after_transmit: u16(14, cm),
  signal_processing_mode: u8(16),
  low_corr_threshold: u8(17, count),
  num_code_repetitions: u8(18),
  percent_good_min: u8(19, { unit: 'percent' }),
  error_vel_threshold: u16(20, { unit: 'mm s-1' }),
  time_per_ping_minutes: u8(22, { unit: 'min' }),
  time_per_ping_seconds: u8(23, { unit: 's' }),
  time_per_ping_hundredths: u8(24, { unit: '0.01 s' }),
  coord_transform_type: bits(25, 3, 2, { title: 'Coordinates: 0 beam, 1 instrument, 2 ship, 3 earth' }),
  coord_transform_tilts: bits(25, 2),
  coord_transform_beams: bits(25, 1),
  coord_transform_mapping: bits(25, 0),
  heading_alignment: i16(26, centidegree),
  heading_bias: i16(28, centidegree),
  reference_layer_start: u8(36),
  reference_layer_stop: u8(37),
  false_target_threshold: u8(38, count),
  transmit_lag_distance: u16(40, cm),
  system_bandwidth: u16(50),
  serial_number: digits(u32(54)),
};

/** How the instrument is set up: it stands in every ensemble, and is told when it has changed. */
export const config = parts.in(FIXED_LEADER, {
  ...base,
  ...sensors(30, 'sensor_source', SENSORS),
  ...sensors(31, 'sensor_available', SENSORS),
  low_latency_trigger: u8(39),
  cpu_board_serial_number: u64(42),
  system_power: u8(52),
  beam_angle: u8(58, degree),
});

export const explorerConfig = parts.in(FIXED_LEADER, {
  ...base,
  ...sensors(30, 'sensor_source', EXPLORER_SENSORS),
  ...sensors(31, 'sensor_available', EXPLORER_SENSORS),
});

const { transmit_pulse_length } = parts.in(FIXED_LEADER, { transmit_pulse_length: u16(34, cm) });

/** How the instrument is. Voltages, currents and temperatures of the `adc_` values are counts, each on a scale of its own. */
export const explorerEngineering = {
  transmit_pulse_length,
  ...parts.in(VARIABLE_LEADER, {
    bit_result: u16(12, { title: 'Result of the built-in test' }),
    speed_of_sound: u16(14, { unit: 'm s-1', cf: 'speed_of_sound_in_sea_water' }),
    mpt_minutes: u8(28, { unit: 'min', title: 'Shortest time between pings, minutes' }),
    mpt_seconds: u8(29, { unit: 's' }),
    mpt_hundredths: u8(30, { unit: '0.01 s' }),
    heading_stdev: u8(31, degree),
    pitch_stdev: u8(32, { unit: '0.1 degree' }),
    roll_stdev: u8(33, { unit: '0.1 degree' }),
    adc_transmit_voltage: u8(35, count),
    pressure_variance: u32(52, { unit: 'daPa' }),
  }),
};

export const engineering = {
  ...explorerEngineering,
  ...parts.in(VARIABLE_LEADER, {
    adc_transmit_current: u8(34, count),
    adc_ambient_temp: u8(36, count),
    adc_pressure_plus: u8(37, count),
    adc_pressure_minus: u8(38, count),
    adc_attitude_temp: u8(39, count),
    adc_attitude: u8(40, count),
    adc_contamination_sensor: u8(41, count),
    error_status_word: u32(42),
  }),
};
