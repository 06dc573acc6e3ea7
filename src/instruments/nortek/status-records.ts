import { bcdList, bits, chars, raw, u16 } from '../../definition/frame-field.ts';
import { frame } from '../../definition/stream.ts';
import { isClock, readClock } from './clock.ts';
import { ACK } from './dialogue.ts';
import { nortekChecksum, userConfiguration } from './user-configuration.ts';

const hardwareConfiguration = (ooi: string) =>
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

const headConfiguration = (ooi: string) =>
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
const clockReply = (ooi: string) =>
  frame(
    { after: 'RC', length: 6, trailer: ACK, plausible: isClock },
    { date_time_array: bcdList(0, 6, { title: 'Minute, second, day, hour, year, month' }) },
    { title: 'Clock', ooi, deviceTime: (bytes) => readClock(bytes) },
  );

/** The reply to `BV`: a battery of 4.8 to 18 V. */
const batteryReply = (ooi: string) =>
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
const identificationReply = (ooi: string) =>
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

/** The streams that `acquire_status` brings, under the names of OOI: `prefix` and theirs, but for the clock's. */
export const statusRecords = (prefix: string, clock: string) => ({
  hardware_configuration: hardwareConfiguration(`${prefix}_hardware_configuration`),
  head_configuration: headConfiguration(`${prefix}_head_configuration`),
  user_configuration: userConfiguration(`${prefix}_user_configuration`),
  clock: clockReply(clock),
  battery: batteryReply(`${prefix}_battery_voltage`),
  identification: identificationReply(`${prefix}_identification_string`),
});
