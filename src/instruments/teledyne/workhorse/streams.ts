import { type FieldInfo, hex, integer, number, type TextField, text, textField } from '../../../definition/field.ts';
import { block, found, foundAll, frame } from '../../../definition/stream.ts';
import { fromIso, toMillis } from '../../../kit/time.ts';
import { COORDINATES, type Coordinates } from './coordinates.ts';
import { config, engineering, explorerConfig, explorerEngineering } from './leaders.ts';
import {
  bottomTrack,
  bottomTrackConfig,
  ensemble,
  hasBottomTrack,
  isExplorer,
  isIn,
  isWorkhorse,
  profile,
  readClock,
} from './pd0.ts';
import { readSmallClock, smallEnsemble, smallProfile } from './pd12.ts';

const timed = { deviceTime: readClock };
const { beam, instrument, ship, earth } = COORDINATES;

const velocityIn = (coordinates: Coordinates, info: StreamNames) =>
  frame(ensemble, profile(coordinates), { ...timed, ...info, when: isIn(coordinates) });

const overGroundIn = (coordinates: Coordinates, info: StreamNames) => {
  const inThese = isIn(coordinates);
  return frame(ensemble, bottomTrack(coordinates), {
    ...timed,
    ...info,
    when: (bytes) => hasBottomTrack(bytes) && inThese(bytes),
  });
};

interface StreamNames {
  readonly title: string;
  readonly ooi?: string;
}

/** What each ensemble holds: a profile in one of four coordinate systems, how the instrument is, and perhaps how it moves. */
export const ensembles = {
  velocity_beam: velocityIn(beam, { title: 'Velocity along the beams', ooi: 'adcp_velocity_beam' }),
  velocity_instrument: velocityIn(instrument, {
    title: 'Velocity along the instrument’s axes',
    ooi: 'adcp_velocity_inst',
  }),
  velocity_ship: velocityIn(ship, { title: 'Velocity along the ship’s axes' }),
  velocity_earth: velocityIn(earth, { title: 'Velocity', ooi: 'adcp_velocity_earth' }),
  config: frame(ensemble, config, {
    ...timed,
    title: 'Configuration',
    ooi: 'adcp_config',
    when: isWorkhorse,
    publish: 'changed',
  }),
  engineering: frame(ensemble, engineering, {
    ...timed,
    title: 'Engineering',
    ooi: 'adcp_engineering',
    when: isWorkhorse,
    publish: 'changed',
  }),
  explorer_config: frame(ensemble, explorerConfig, {
    ...timed,
    title: 'Configuration of an Explorer DVL',
    ooi: 'adcp_config',
    when: isExplorer,
    publish: 'changed',
  }),
  explorer_engineering: frame(ensemble, explorerEngineering, {
    ...timed,
    title: 'Engineering of an Explorer DVL',
    ooi: 'adcp_engineering',
    when: isExplorer,
    publish: 'changed',
  }),
  bottom_track_beam: overGroundIn(beam, { title: 'Bottom track along the beams' }),
  bottom_track_instrument: overGroundIn(instrument, {
    title: 'Bottom track along the instrument’s axes',
    ooi: 'adcp_bottom_track_inst',
  }),
  bottom_track_ship: overGroundIn(ship, { title: 'Bottom track along the ship’s axes' }),
  bottom_track_earth: overGroundIn(earth, { title: 'Bottom track', ooi: 'adcp_bottom_track_earth' }),
  bottom_track_config: frame(ensemble, bottomTrackConfig, {
    ...timed,
    title: 'Configuration of the bottom track',
    ooi: 'adcp_bottom_track_config',
    when: hasBottomTrack,
    publish: 'changed',
  }),
  velocity_pd12: frame(smallEnsemble, smallProfile, { title: 'Velocity, reduced', deviceTime: readSmallClock }),
} as const;

const labelled = (label: string, field: TextField): ReturnType<typeof found> =>
  found(new RegExp(`^ *${label}: +(\\S.*?) *$`, 'm'), field);
const pressure = (label: string) =>
  found(new RegExp(`^ *${label} = ([-+]\\d\\.\\d+E[-+]\\d+)`, 'm'), number(), { optional: true });

/** The reply to `PS0`. The number of boards differs: the prompt ends it. */
export const systemConfiguration = block(
  { from: /^ *Instrument S\/N:/ },
  {
    serial_number: labelled('Instrument S/N', text()),
    transducer_frequency: found(/^ *Frequency: +(\d+) HZ/m, integer({ unit: 'Hz' })),
    configuration: labelled('Configuration', text()),
    match_layer: labelled('Match Layer', text()),
    beam_angle: found(/^ *Beam Angle: +(\d+) DEGREES/m, integer({ unit: 'degree' })),
    beam_pattern: labelled('Beam Pattern', text()),
    orientation: labelled('Orientation', text()),
    sensors: labelled('Sensor\\(s\\)', text()),
    pressure_coeff_c3: pressure('c3'),
    pressure_coeff_c2: pressure('c2'),
    pressure_coeff_c1: pressure('c1'),
    pressure_coeff_offset: pressure('Offset'),
    temperature_sensor_offset: found(
      /^ *Temp Sens Offset: +(-?\d+\.\d+) degrees C/m,
      number({ unit: 'degree_Celsius' }),
    ),
    cpu_firmware: labelled('CPU Firmware', text()),
    boot_code_required: found(/Required: +(\S+)/, text()),
    boot_code_actual: found(/Actual: +(\S+)/, text()),
    demod_1_version: found(/DEMOD #1 Ver: +(\w+)/, text()),
    demod_1_type: found(/DEMOD #1 Ver: .*Type: +(\w+)/, text()),
    demod_2_version: found(/DEMOD #2 Ver: +(\w+)/, text()),
    demod_2_type: found(/DEMOD #2 Ver: .*Type: +(\w+)/, text()),
    power_timing_version: found(/PWRTIMG +Ver: +(\w+)/, text()),
    power_timing_type: found(/PWRTIMG +Ver: .*Type: +(\w+)/, text()),
    board_serial_numbers: found(
      /Board Serial Number Data: *([\s\S]*\S)/,
      textField({
        type: 'text',
        title: 'Board serial numbers, with commas between them',
        read: (lines) =>
          lines
            .trim()
            .split(/\s*\n\s*/)
            .join(','),
        write: (value) => String(value),
      }),
    ),
  },
  { title: 'System configuration', ooi: 'adcp_system_configuration' },
);

/** The numbers of a line, whatever frame is drawn around them (in CP437). */
const row = (name: string) =>
  found(
    new RegExp(`^ +${name} +(\\S.*)$`, 'm'),
    textField({
      type: 'list',
      read: (line) => Array.from(line.matchAll(/-?\d\.\d+e[-+]\d+/g), ([digits]) => Number(digits)),
      write: (_, example) => example,
    }),
  );

/** `9/14/2012  09:25:32` in seconds since 1970. */
const calibratedAt = (part: string) =>
  found(
    new RegExp(`^ *${part}[^\\n]*\\n *Calibration date and time: +(\\S+ +\\S+)`, 'm'),
    textField({
      type: 'number',
      unit: 'seconds since 1970-01-01',
      read(date) {
        const [, month = '', day = '', year = '', clock = ''] = /^(\d+)\/(\d+)\/(\d{4}) +(\S+)$/.exec(date) ?? [];
        return toMillis(fromIso(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}Z`)) / 1000;
      },
      write: (_, example) => example,
    }),
  );

const degrees: FieldInfo = { unit: 'degree_Celsius' };

/** The reply to `AC`. */
export const compassCalibration = block(
  { from: /^ACTIVE FLUXGATE CALIBRATION MATRICES/ },
  {
    fluxgate_calibration_timestamp: calibratedAt('ACTIVE FLUXGATE'),
    s_inverse_bx: row('Bx'),
    s_inverse_by: row('By'),
    s_inverse_bz: row('Bz'),
    s_inverse_err: row('Err'),
    coil_offset: foundAll(/^ +[^\w\s] +(\d\.\d+e[-+]\d+) +[^\w\s]$/m, number()),
    electrical_null: found(/Electrical Null[^\d]+(\d+)/, number()),
    tilt_calibration_timestamp: calibratedAt('TILT CALIBRATION'),
    calibration_temp: found(/During Calibration was +(-?\d+\.\d+)/, number(degrees)),
    roll_up_down: row('Roll'),
    pitch_up_down: row('Pitch'),
    offset_up_down: row('Offset'),
    tilt_null: found(/^ +Null +\S +(\d+)/m, number()),
  },
  { title: 'Compass calibration', ooi: 'adcp_compass_calibration' },
);

/** The reply to `PT2`; the self test shows it too. */
export const ancillarySystemData = block(
  { from: /^ *Ambient +Temperature =/, to: /Internal Moisture +=/, longest: 400 },
  {
    adcp_ambient_temp: found(/Ambient +Temperature = +(-?\d+\.\d+)/, number(degrees)),
    adcp_attitude_temp: found(/Attitude +Temperature = +(-?\d+\.\d+)/, number(degrees)),
    adcp_internal_moisture: found(/Internal Moisture +=+ +([\dA-Fa-f]+)h/, hex({ unit: 'count' })),
  },
  { title: 'Ancillary system data', ooi: 'adcp_ancillary_system_data' },
);

/** The reply to `PT4`; the self test shows it too. */
export const transmitPath = block(
  { from: /^ *IXMT +=/, to: /^ *Transmit Test Results =/, longest: 400 },
  {
    adcp_transmit_current: found(/IXMT += +(-?\d+\.\d+) Amps/, number({ unit: 'A' })),
    adcp_transmit_voltage: found(/VXMT += +(-?\d+\.\d+) Volts/, number({ unit: 'V' })),
    adcp_transmit_impedance: found(/Z += +(-?\d+\.\d+) Ohms/, number({ unit: 'ohm' })),
    adcp_transmit_test_results: found(/Transmit Test Results = +(.*\S)/, text()),
  },
  { title: 'Transmit path', ooi: 'adcp_transmit_path' },
);
