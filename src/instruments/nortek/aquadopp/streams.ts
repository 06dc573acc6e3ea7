import { i16, scattered, u8, u16 } from '../../../definition/frame-field.ts';
import { frame } from '../../../definition/stream.ts';
import { clockText, isClock, readClock } from '../clock.ts';
import { nortekChecksum } from '../user-configuration.ts';

const counts = { unit: 'count' };
const tenthDegree = (title: string) => ({ title, unit: '0.1 degree' });
// Which of the two it is, bit 1 of the status says.
const velocity = (axis: string) => ({ title: `Velocity, ${axis}, in mm/s or 0.1 mm/s`, unit: '1' });

const measurement = {
  date_time_string: clockText(4),
  error_code: u16(10),
  analog1: u16(12, counts),
  battery_voltage_dv: u16(14, { title: 'Battery voltage', unit: '0.1 V' }),
  sound_speed_dms: u16(16, { unit: '0.1 m s-1', title: 'Speed of sound, or the second analogue input' }),
  heading_decidegree: i16(18, tenthDegree('Heading')),
  pitch_decidegree: i16(20, tenthDegree('Pitch')),
  roll_decidegree: i16(22, tenthDegree('Roll')),
  status: u8(25),
  pressure_mbar: scattered([26, 27, 24], { title: 'Pressure', unit: '0.001 dbar' }),
  temperature_centidegree: i16(28, { title: 'Temperature', unit: '0.01 degree_Celsius', cf: 'sea_water_temperature' }),
  velocity_beam1: i16(30, velocity('beam 1, X or east')),
  velocity_beam2: i16(32, velocity('beam 2, Y or north')),
  velocity_beam3: i16(34, velocity('beam 3, Z or up')),
  amplitude_beam1: u8(36, counts),
  amplitude_beam2: u8(37, counts),
  amplitude_beam3: u8(38, counts),
};

const measured = (id: number, title: string, ooi: string) =>
  frame({ sync: [0xa5, id, 0x15, 0x00], length: 42, checksum: nortekChecksum }, measurement, {
    title,
    ooi,
    deviceTime: (bytes) => readClock(bytes, 4),
  });

/** The mean of one averaging interval. */
export const velocityData = measured(0x01, 'Velocity', 'velpt_velocity_data');

/** Single measurements, one behind the other, every `diagnostics_interval`. */
export const diagnosticsData = measured(0x80, 'Diagnostics', 'velpt_ab_diagnostics');

/** Before the diagnostics. Where the maker's table has the first processing magnitudes, instruments in the field send their clock. */
export const diagnosticsHeader = frame(
  { sync: [0xa5, 0x06, 0x12, 0x00], length: 36, checksum: nortekChecksum },
  {
    records_to_follow: u16(4),
    cell_number_diagnostics: u16(6),
    noise_amplitude_beam1: u8(8, counts),
    noise_amplitude_beam2: u8(9, counts),
    noise_amplitude_beam3: u8(10, counts),
    noise_amplitude_beam4: u8(11, counts),
    processing_magnitude_beam1: u16(12),
    processing_magnitude_beam2: u16(14),
    processing_magnitude_beam3: u16(16),
    processing_magnitude_beam4: u16(18),
    distance_beam1: u16(20),
    distance_beam2: u16(22),
    distance_beam3: u16(24),
    distance_beam4: u16(26),
  },
  {
    title: 'Diagnostics header',
    ooi: 'velpt_ab_diagnostics_metadata',
    deviceTime: (bytes) => (isClock(bytes, 12) ? readClock(bytes, 12) : undefined),
  },
);
