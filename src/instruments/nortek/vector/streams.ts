import { i16, scattered, u8, u16 } from '../../../definition/frame-field.ts';
import { frame } from '../../../definition/stream.ts';
import { clockText, readClock } from '../clock.ts';
import { nortekChecksum } from '../user-configuration.ts';

const counts = { unit: 'count' };
const percent = { unit: 'percent' };
const tenthDegree = (title: string) => ({ title, unit: '0.1 degree' });
// Which of the two it is, the instrument's configuration says (scaling).
const velocity = (axis: string) => ({ title: `Velocity, ${axis}, in mm/s or 0.1 mm/s`, unit: '1' });

/** One ping: 8 to 64 in a second. The sync is two bytes long, so the checksum decides. */
export const velocityData = frame(
  { sync: [0xa5, 0x10], length: 24, checksum: nortekChecksum },
  {
    analog_input_2: scattered([2, 5], counts),
    ensemble_counter: u8(3),
    seawater_pressure_mbar: scattered([6, 7, 4], { title: 'Pressure', unit: '0.001 dbar' }),
    analog_input_1: u16(8, counts),
    turbulent_velocity_east: i16(10, velocity('beam 1, X or east')),
    turbulent_velocity_north: i16(12, velocity('beam 2, Y or north')),
    turbulent_velocity_vertical: i16(14, velocity('beam 3, Z or up')),
    amplitude_beam_1: u8(16, counts),
    amplitude_beam_2: u8(17, counts),
    amplitude_beam_3: u8(18, counts),
    correlation_beam_1: u8(19, percent),
    correlation_beam_2: u8(20, percent),
    correlation_beam_3: u8(21, percent),
  },
  { title: 'Velocity', ooi: 'vel3d_cd_velocity_data' },
);

/** Once a second. */
export const systemData = frame(
  { sync: [0xa5, 0x11, 0x0e, 0x00], length: 28, checksum: nortekChecksum },
  {
    date_time_string: clockText(4),
    battery_voltage_dv: u16(10, { title: 'Battery voltage', unit: '0.1 V' }),
    sound_speed_dms: u16(12, { title: 'Speed of sound', unit: '0.1 m s-1', cf: 'speed_of_sound_in_sea_water' }),
    heading_decidegree: i16(14, tenthDegree('Heading')),
    pitch_decidegree: i16(16, tenthDegree('Pitch')),
    roll_decidegree: i16(18, tenthDegree('Roll')),
    temperature_centidegree: i16(20, {
      title: 'Temperature',
      unit: '0.01 degree_Celsius',
      cf: 'sea_water_temperature',
    }),
    error_code: u8(22),
    status_code: u8(23),
    analog_input: u16(24, counts),
  },
  { title: 'System data', ooi: 'vel3d_cd_system_data', deviceTime: (bytes) => readClock(bytes, 4) },
);

/** Before each burst. */
export const headerData = frame(
  { sync: [0xa5, 0x12, 0x15, 0x00], length: 42, checksum: nortekChecksum },
  {
    date_time_string: clockText(4),
    number_velocity_records: u16(10),
    noise_amp_beam1: u8(12, counts),
    noise_amp_beam2: u8(13, counts),
    noise_amp_beam3: u8(14, counts),
    noise_correlation_beam1: u8(16, percent),
    noise_correlation_beam2: u8(17, percent),
    noise_correlation_beam3: u8(18, percent),
  },
  { title: 'Velocity header', ooi: 'vel3d_cd_data_header', deviceTime: (bytes) => readClock(bytes, 4) },
);
