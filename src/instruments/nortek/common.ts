import { bcdList, bits, chars, raw, u16 } from '../../definition/frame-field.ts';
import type { Dialogue } from '../../definition/instrument.ts';
import { endsWith, pattern, prompt } from '../../definition/reply.ts';
import { pause } from '../../definition/send.ts';
import { frame } from '../../definition/stream.ts';
import { isClock, readClock } from './clock.ts';
import { nortekChecksum, USER_CONFIGURATION_LENGTH } from './user-configuration.ts';

const ACK = [0x06, 0x06];

/** Two letters without a newline; an acknowledgement or a refusal closes each reply. */
export const nortekDialogue: Dialogue = {
  newline: '',
  prompt: /\x06\x06$/,
  rejected: /\x15\x15$/,
  woken: /\x15{6}$/,
  echo: 'none',
  timeout: '5 s',
};

const replyOf = (length: number) => endsWith(ACK, { after: length });

/** The dialogue that the Vector and the Aquadopp share. */
export const nortekCommands = {
  read_mode: { send: 'II', until: replyOf(2), in: ['command', 'autosample'] },
  // While it measures it listens only after an `@`, which wakes its serial port.
  read_mode_while_measuring: {
    send: ['@', pause('100 ms'), 'I'],
    until: pattern(/[\x00-\x05]\x00\x06\x06/),
    in: 'autosample',
  },
  read_clock: { send: 'RC', until: replyOf(6), yields: 'clock' },
  read_battery: { send: 'BV', until: replyOf(2), yields: 'battery' },
  read_identification: { send: 'ID', until: replyOf(14), yields: 'identification' },
  read_hardware_configuration: { send: 'GP', until: replyOf(48), yields: 'hardware_configuration' },
  read_head_configuration: { send: 'GH', until: replyOf(224), yields: 'head_configuration' },
  read_user_configuration: {
    send: 'GC',
    until: replyOf(USER_CONFIGURATION_LENGTH),
    yields: 'user_configuration',
  },
  acquire_status: {
    runs: [
      'read_clock',
      'read_battery',
      'read_identification',
      'read_hardware_configuration',
      'read_head_configuration',
      'read_user_configuration',
    ],
  },
  start_autosample: {
    send: 'ST',
    to: 'autosample',
    confirm: 'read_mode_while_measuring',
    description: 'Starts a measurement without the recorder',
  },
  stop_autosample: {
    description: 'Break sequence; an instrument that measures asks for a confirmation',
    in: 'autosample',
    to: 'command',
    confirm: 'read_mode',
    steps: [
      { send: ['@@@@@@', pause('100 ms'), 'K1W%!Q'], until: pattern(/Confirm:|Command mode[\s\S]*?\x06\x06/) },
      { send: 'MC', when: /Confirm:/, until: prompt },
    ],
  },
} as const;

export const hardwareConfiguration = (ooi: string) =>
  frame(
    { sync: [0xa5, 0x05, 0x18, 0x00], length: 48, checksum: nortekChecksum },
    {
      instrmt_type_serial_number: chars(4, 14),
      recorder_installed: bits(18, 0),
      compass_installed: bits(18, 1),
      board_frequency: u16(20, { unit: 'kHz' }),
      pic_version: u16(22),
      hardware_revision: u16(24),
      recorder_size: u16(26, { unit: '65536 byte' }),
      velocity_range: bits(28, 0),
      firmware_version: chars(42, 4),
    },
    { title: 'Hardware configuration', ooi },
  );

export const headConfiguration = (ooi: string) =>
  frame(
    { sync: [0xa5, 0x04, 0x70, 0x00], length: 224, checksum: nortekChecksum },
    {
      pressure_sensor: bits(4, 0),
      magnetometer_sensor: bits(4, 1),
      tilt_sensor: bits(4, 2),
      tilt_sensor_mounting: bits(4, 3),
      head_frequency: u16(6, { unit: 'kHz' }),
      head_type: u16(8),
      head_serial_number: chars(10, 12),
      system_data: raw(22, 176),
      number_beams: u16(220),
    },
    { title: 'Head configuration', ooi },
  );

/** The reply to `RC`: known by the command before it, and by being a time. */
export const clockReply = (ooi: string) =>
  frame(
    { after: 'RC', length: 6, trailer: ACK, plausible: isClock },
    { date_time_array: bcdList(0, 6, { title: 'Minute, second, day, hour, year, month' }) },
    { title: 'Clock', ooi, deviceTime: (bytes) => readClock(bytes) },
  );

/** The reply to `BV`: a battery of 4.8 to 18 V. */
export const batteryReply = (ooi: string) =>
  frame(
    {
      after: 'BV',
      length: 2,
      trailer: ACK,
      plausible: (bytes) => bytes.getUint8(1) >= 0x13 && bytes.getUint8(1) <= 0x46,
    },
    { battery_voltage_mv: u16(0, { unit: 'mV' }) },
    { title: 'Battery', ooi },
  );

const identification = chars(0, 14);

/** The reply to `ID`. */
export const identificationReply = (ooi: string) =>
  frame(
    {
      after: 'ID',
      length: 14,
      trailer: ACK,
      plausible: (bytes) => /^(AQD|VEC) ?\d{4,5} *$/.test(identification.get(bytes) ?? ''),
    },
    { identification_string: identification },
    { title: 'Identification', ooi },
  );
