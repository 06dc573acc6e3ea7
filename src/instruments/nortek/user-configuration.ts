import { wordSum } from '../../definition/checksum.ts';
import { bcdList, bits, chars, raw, u16, u32 } from '../../definition/frame-field.ts';
import { type BlobParameter, inBlob, partOf } from '../../definition/parameter.ts';
import { frame } from '../../definition/stream.ts';

/** The checksum of all of Nortek's structures. */
export const nortekChecksum = wordSum(0xb58c);

/** 512 bytes that hold all of an instrument's settings: read and written as a whole. Source: Nortek's System Integrator Manual. */
export const USER_CONFIGURATION_LENGTH = 512;

const counts = { unit: 'count' };
const seconds = { unit: 's' };

/** The words that are values as they stand, in the configuration's order. */
const words = {
  transmit_pulse_length: u16(4, counts),
  blanking_distance: u16(6, counts),
  receive_length: u16(8, counts),
  time_between_pings: u16(10, counts),
  time_between_bursts: u16(12, counts),
  number_pings: u16(14, { title: 'Number of pings', unit: 'Hz' }),
  average_interval: u16(16, seconds),
  number_beams: u16(18),
  compass_update_rate: u16(30, seconds),
  coordinate_system: u16(32),
  number_cells: u16(34),
  cell_size: u16(36),
  measurement_interval: u16(38, seconds),
  deployment_name: chars(40, 6),
  wrap_mode: u16(46),
  deployment_start_time: bcdList(48, 6, { title: 'Deployment start: minute, second, day, hour, year, month' }),
  diagnostics_interval: u32(54, seconds),
  sound_speed_adjust_factor: u16(60),
  number_diagnostics_samples: u16(62),
  number_beams_per_cell: u16(64),
  number_pings_diagnostic: u16(66),
  analog_input_address: u16(70),
  software_version: u16(72),
  velocity_adjustment_factor: raw(76, 180),
  file_comments: chars(256, 180),
  number_samples_per_burst: u16(452),
  analog_scale_factor: u16(456),
  correlation_threshold: u16(458),
  transmit_pulse_length_2nd: u16(462, counts),
};

/** Words whose bits mean different things: the records show the bits, the parameters the words. */
const registers = {
  tcr: u16(20, { title: 'Timing control register' }),
  pcr: u16(22, { title: 'Power control register' }),
  mode: u16(58, { title: 'Mode register' }),
  mode_test: u16(68, { title: 'Test mode register' }),
};

const sampleRate = u16(454, { title: 'Sample rate: 512 divided by it is Hz', ooi: false });

/** The configuration as a record. */
export const userConfiguration = (ooi: string) =>
  frame(
    { sync: [0xa5, 0x00, 0x00, 0x01], length: USER_CONFIGURATION_LENGTH, checksum: nortekChecksum },
    {
      ...words,
      profile_type: bits(20, 1),
      mode_type: bits(20, 2),
      power_level_tcm1: bits(20, 5),
      power_level_tcm2: bits(20, 6),
      sync_out_position: bits(20, 7),
      sample_on_sync: bits(20, 8),
      start_on_sync: bits(20, 9),
      power_level_pcr1: bits(22, 5),
      power_level_pcr2: bits(22, 6),
      use_specified_sound_speed: bits(58, 0),
      diagnostics_mode_enable: bits(58, 1),
      analog_output_enable: bits(58, 2),
      output_format_nortek: bits(58, 3),
      scaling: bits(58, 4),
      serial_output_enable: bits(58, 5),
      stage_enable: bits(58, 7),
      analog_power_output: bits(58, 8),
      use_dsp_filter: bits(68, 0),
      filter_data_output: bits(68, 1),
      wave_data_rate: bits(436, 0),
      wave_cell_position: bits(436, 1),
      dynamic_position_type: bits(436, 2),
      percent_wave_cell_position: u16(438),
      wave_transmit_pulse: u16(440),
      fixed_wave_blanking_distance: u16(442),
      wave_measurement_cell_size: u16(444),
      number_diagnostics_per_wave: u16(446),
      sample_rate: sampleRate,
      filter_constants: raw(494, 16),
    },
    { title: 'User configuration', ooi },
  );

const WORD = { min: 1, max: 0xffff };
const ANY = { min: 0, max: 0xffff };
const atStartup = { ...ANY, startupOnly: true };

/** The settings that both the Vector and the Aquadopp have, with the values that OOI starts them with. */
export const userParameters = <Extra extends Readonly<Record<string, BlobParameter>>>(blob: string, extra: Extra) => ({
  ...partOf(blob, {
    transmit_pulse_length: inBlob(words.transmit_pulse_length, { ...WORD, startup: 2 }),
    blanking_distance: inBlob(words.blanking_distance, { ...WORD, startupOnly: true, startup: 16 }),
    receive_length: inBlob(words.receive_length, { ...WORD, startup: 7 }),
    time_between_pings: inBlob(words.time_between_pings, { ...atStartup, startup: 44 }),
    time_between_bursts: inBlob(words.time_between_bursts, { ...ANY, startup: 0 }),
    number_pings: inBlob(words.number_pings, { ...atStartup, startup: 0 }),
    average_interval: inBlob(words.average_interval, { ...WORD, startupOnly: true, startup: 64 }),
    number_beams: inBlob(words.number_beams, { settable: false }),
    tcr: inBlob(registers.tcr, { ...WORD, startup: 130 }),
    pcr: inBlob(registers.pcr, { ...atStartup, startup: 0 }),
    compass_update_rate: inBlob(words.compass_update_rate, { ...atStartup, startup: 1 }),
    coordinate_system: inBlob(words.coordinate_system, { choices: { enu: 0, xyz: 1, beam: 2 }, startup: 2 }),
    number_cells: inBlob(words.number_cells, { ...atStartup, startup: 1 }),
    cell_size: inBlob(words.cell_size, { ...WORD, startup: 7 }),
    measurement_interval: inBlob(words.measurement_interval, { ...atStartup, startup: 600 }),
    deployment_name: inBlob(words.deployment_name, { startupOnly: true, startup: '' }),
    wrap_mode: inBlob(words.wrap_mode, {
      startupOnly: true,
      choices: { no_wrap: 0, wrap_when_full: 1 },
      startup: 0,
    }),
    deployment_start_time: inBlob(words.deployment_start_time, { startupOnly: true, startup: [0, 0, 0, 0, 0, 0] }),
    diagnostics_interval: inBlob(words.diagnostics_interval, {
      min: 0,
      max: 0xffff_ffff,
      startupOnly: true,
      startup: 10_800,
    }),
    mode: inBlob(registers.mode, { ...atStartup, startup: 48 }),
    sound_speed_adjust_factor: inBlob(words.sound_speed_adjust_factor, { ...atStartup, startup: 16_657 }),
    number_diagnostics_samples: inBlob(words.number_diagnostics_samples, { ...atStartup, startup: 1 }),
    number_beams_per_cell: inBlob(words.number_beams_per_cell, { ...atStartup, startup: 1 }),
    number_pings_diagnostic: inBlob(words.number_pings_diagnostic, { ...atStartup, startup: 1 }),
    mode_test: inBlob(registers.mode_test, { ...atStartup, startup: 4 }),
    analog_input_address: inBlob(words.analog_input_address, { ...atStartup, startup: 0 }),
    software_version: inBlob(words.software_version, { settable: false }),
    velocity_adjustment_factor: inBlob(words.velocity_adjustment_factor, { startupOnly: true }),
    file_comments: inBlob(words.file_comments, { startupOnly: true, startup: '' }),
    number_samples_per_burst: inBlob(words.number_samples_per_burst, { ...atStartup, startup: 0 }),
    analog_scale_factor: inBlob(words.analog_scale_factor, { ...atStartup, startup: 6711 }),
    correlation_threshold: inBlob(words.correlation_threshold, { ...atStartup, startup: 0 }),
    transmit_pulse_length_2nd: inBlob(words.transmit_pulse_length_2nd, { ...atStartup, startup: 2 }),
  }),
  ...partOf(blob, extra),
});

/** Only the Vector has it as a setting. */
export const sampleRateParameter = inBlob(sampleRate, { ...ANY, restore: false });
