import {
  choice,
  int,
  type ParameterInfo,
  type SettableInfo,
  settable,
  shownBy,
  toggle,
  word,
} from '../../../definition/parameter.ts';

/** `WP 00045 --------------- Pings per Ensemble (0-16384)`, perhaps behind a prompt; some have an equals sign before the value. */
const shownAs = (code: string, value: string): RegExp => new RegExp(`^>?${code} (?:= )?(${value}) -`, 'm');

const padded = (value: number, width: number): string => String(Math.abs(value)).padStart(width, '0');

const count = (code: string, width: number, info: ParameterInfo, options: SettableInfo<number>) =>
  settable(code, { ...int(shownAs(code, '\\d+'), info), show: (value) => padded(value, width) }, options);

/** With its sign. */
const offset = (code: string, width: number, info: ParameterInfo, options: SettableInfo<number>) => {
  const show = (value: number): string => `${value < 0 ? '-' : '+'}${padded(value, width)}`;
  return settable(code, { ...int(shownAs(code, '[-+]\\d+'), info), show }, options);
};

const onOff = (code: string, title: string, options: SettableInfo<boolean>) => {
  const digit = (value: boolean): string => (value ? '1' : '0');
  const parameter = toggle(shownAs(code, '[01]'), { title, shows: ['0', '1'] });
  return settable(code, { ...parameter, format: digit, parse: (sent) => parameter.read(sent) }, options);
};

const oneOf = <Label extends string>(
  code: string,
  title: string,
  options: Readonly<Record<Label, number>>,
  info: SettableInfo<number>,
) => settable(code, choice(shownAs(code, '\\d'), options, { title }), info);

/** It is started with an example of its form. */
const text = (
  code: string,
  shape: string,
  title: string,
  options: SettableInfo<string> & { readonly startup: string },
) => {
  const form = { pattern: new RegExp(shape), example: options.startup };
  return settable(code, word(shownAs(code, shape), { title, form }), options);
};

const once = { startupOnly: true } as const;
const centidegree = '0.01 degree';

/** All that a deployment may set, with the values that OOI starts its instruments with. */
export const parameters = shownBy('read_parameters', {
  serial_data_out: text('CD', '\\d{3} \\d{3} \\d{3}', 'Serial data out', { ...once, startup: '000 000 000' }),
  serial_flow_control: text('CF', '\\d{5}', 'Flow control: ensemble, ping, binary, serial, recorder', {
    ...once,
    startup: '11110',
  }),
  banner: onOff('CH', 'Suppress the banner', { ...once, startup: false }),
  instrument_id: count('CI', 3, { title: 'Instrument ID', min: 0, max: 255 }, { ...once, startup: 0 }),
  sleep_enable: count('CL', 1, { title: 'Sleep between pings', min: 0, max: 2 }, { ...once, startup: 0 }),
  save_nvram_to_recorder: onOff('CN', 'Do not save settings to the recorder', { ...once, startup: true }),
  polled_mode: onOff('CP', 'Polled mode', { ...once, startup: false }),
  transmit_power: count('CQ', 3, { title: 'Transmit power', min: 0, max: 255 }, { startup: 255 }),
  latency_trigger: onOff('CX', 'Low-latency trigger', { ...once, startup: false }),
  heading_alignment: offset(
    'EA',
    5,
    { title: 'Heading alignment', unit: centidegree, min: -17_999, max: 18_000 },
    { ...once, startup: 0 },
  ),
  heading_bias: offset(
    'EB',
    5,
    { title: 'Heading bias', unit: centidegree, min: -17_999, max: 18_000 },
    { ...once, startup: 0 },
  ),
  speed_of_sound: count('EC', 4, { title: 'Speed of sound', unit: 'm s-1', min: 1400, max: 1600 }, { startup: 1485 }),
  transducer_depth: count('ED', 5, { title: 'Transducer depth', unit: 'dm', min: 0, max: 65_535 }, { startup: 8000 }),
  pitch: offset('EP', 4, { title: 'Pitch', unit: centidegree, min: -6000, max: 6000 }, { startup: 0 }),
  roll: offset('ER', 4, { title: 'Roll', unit: centidegree, min: -6000, max: 6000 }, { startup: 0 }),
  salinity: count('ES', 2, { title: 'Salinity', unit: '1e-3', min: 0, max: 40 }, { startup: 35 }),
  coordinate_transformation: text('EX', '\\d{5}', 'Coordinates: type (2 bits), tilts, 3-beam solutions, bin mapping', {
    ...once,
    startup: '00111',
  }),
  sensor_source: text('EZ', '\\d{7}', 'Sensor source: sound, depth, heading, pitch, roll, salinity, temperature', {
    startup: '1111101',
  }),
  data_stream_selection: count('PD', 2, { title: 'Data stream', min: 0, max: 18 }, { ...once, startup: 0 }),
  sync_ping_ensemble: text('SA', '\\d{3}', 'Synchronise before or after ping or ensemble', { ...once, startup: '001' }),
  rds3_mode_selection: oneOf(
    'SM',
    'RDS3 mode',
    { off: 0, rds3_master: 1, rds3_slave: 2, nemo: 3 },
    { ...once, startup: 0 },
  ),
  slave_timeout: count('ST', 5, { title: 'Slave time-out', unit: 's', min: 0, max: 10_800 }, { ...once, startup: 0 }),
  sync_delay: count(
    'SW',
    5,
    { title: 'Synchronisation delay', unit: '0.1 ms', min: 0, max: 65_535 },
    { ...once, startup: 0 },
  ),
  ensemble_per_burst: count('TC', 5, { title: 'Ensembles in a burst', min: 0, max: 65_535 }, { ...once, startup: 0 }),
  time_per_ensemble: text('TE', '\\d\\d:\\d\\d:\\d\\d\\.\\d\\d', 'Time per ensemble, hh:mm:ss.ff', {
    startup: '00:00:00.00',
  }),
  time_of_first_ping: word(shownAs('TG', '[\\d*]{4}/[\\d*]{2}/[\\d*]{2},[\\d*]{2}:[\\d*]{2}:[\\d*]{2}'), {
    title: 'Time of the first ping',
  }),
  time_per_ping: text('TP', '\\d\\d:\\d\\d\\.\\d\\d', 'Time per ping, mm:ss.ff', { startup: '00:01.00' }),
  time: word(shownAs('TT', '\\d{4}/\\d\\d/\\d\\d,\\d\\d:\\d\\d:\\d\\d'), { title: 'Time', changesByItself: true }),
  buffered_output_period: text('TX', '\\d\\d:\\d\\d:\\d\\d', 'Buffered output period, hh:mm:ss', {
    ...once,
    startup: '00:00:00',
  }),
  false_target_threshold: text('WA', '\\d{3},\\d{3}', 'False target threshold, first cell', { startup: '050,001' }),
  bandwidth_control: oneOf('WB', 'Bandwidth', { wide: 0, narrow: 1 }, { startup: 0 }),
  correlation_threshold: count(
    'WC',
    3,
    { title: 'Correlation threshold', unit: 'count', min: 0, max: 255 },
    { startup: 64 },
  ),
  serial_out_fw_switches: text('WD', '\\d{9}', 'Data out', { ...once, startup: '111100000' }),
  error_velocity_threshold: count(
    'WE',
    4,
    { title: 'Error velocity threshold', unit: 'mm s-1', min: 0, max: 5000 },
    { startup: 2000 },
  ),
  blank_after_transmit: count(
    'WF',
    4,
    { title: 'Blank after transmit', unit: 'cm', min: 0, max: 9999 },
    { startup: 704 },
  ),
  clip_data_past_bottom: onOff('WI', 'Clip data past the bottom', { startup: false }),
  receiver_gain_select: oneOf('WJ', 'Receiver gain', { low: 0, normal: 1 }, { startup: 1 }),
  number_of_depth_cells: count('WN', 3, { title: 'Number of depth cells', min: 1, max: 255 }, { startup: 100 }),
  pings_per_ensemble: count('WP', 5, { title: 'Pings per ensemble', min: 0, max: 16_384 }, { startup: 1 }),
  sample_ambient_sound: onOff('WQ', 'Sample ambient sound', { ...once, startup: false }),
  depth_cell_size: count('WS', 4, { title: 'Depth cell size', unit: 'cm', min: 40, max: 3200 }, { startup: 800 }),
  transmit_length: count(
    'WT',
    4,
    { title: 'Transmit length; 0 is the cell', unit: 'cm', min: 0, max: 3200 },
    { startup: 0 },
  ),
  ping_weight: oneOf('WU', 'Ping weight', { box: 0, triangle: 1 }, { startup: 0 }),
  ambiguity_velocity: count(
    'WV',
    3,
    { title: 'Ambiguity velocity', unit: 'cm s-1', min: 2, max: 480 },
    { startup: 175 },
  ),
});

/** What shows all of them: a question for each, sent at once. */
export const questions = Object.values(parameters)
  .map(({ pattern }) => `${/[A-Z]{2}/.exec(pattern.source)}?`)
  .join('\n');
