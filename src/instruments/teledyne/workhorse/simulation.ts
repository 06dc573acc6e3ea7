import type { Simulation } from '../../../definition/simulation.ts';
import {
  allParameters,
  ancillarySystemData,
  banner,
  compassCalibration,
  selfTest,
  systemConfiguration,
  transmitPath,
} from './replies.ts';

const current = (around: number) => ({ each: { around, swing: 120, period: '12 min', noise: 30 }, slope: 4 }) as const;
const correlation = { each: { around: 118, swing: 4, noise: 6 } } as const;
const echo = { each: { around: 140, swing: 3, noise: 4 }, slope: -1.4 } as const;

/** An ensemble in earth coordinates, 55 cells: the first of `ADCP_CCE1T_20.PD0`. */
const ensemble = Buffer.from(
  `
    f3/kBAAGEgBNAI4ASAImAwQEAAAyKMhBAAsENxkA6APIAAFABwDQBwAKAB8AAAAAfT0tBT4EAQUyAKQAJgAABrLDcwkBAP8AT0MAABSAAAEADA
    kVAAAAAAAAAO0FBABkU3gQjA8jACgHAAAFBAEMXqdcSUlagp8AAQCI4EZM+v//0wgAAAAUDAkVAAAAAAABAgAMAOv/AIAAgACAAIAAgACAAIAA
    gACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAI
    AAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACA
    AIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgA
    CAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAA
    gACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAIAAgACAAI
    AAgACAAIAAAjY7LDUUMiUqEEwbEhEREBARDxASEQ8RDxEOEQ8REBAPEhAPEBAQEA0QERAREQ8QEg8PEhITExASEhAREBAQExAPEBQREw8RDxIS
    ERETERASEBMOEhIQDxEPEA8REBAREBIQEwAPExEAABERAAASDwAAExAAABAQAAARDwAAEBEAABESAAAQEgAAEREAAA8QAAAQEgAAEBIAABAQAA
    AOEQAAEg8AABARAAAQEQAAEhEAABISAAAAEAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3J9i4M9TE1LLTAxMiwsLzAs
    Ky4vLCsuLywrLjAsKy4vLCsuLywrLy8sKy4vLCwuMCwsLi8sLC8wLCsvLywsLy8sLC4vLCsvLywsLjAsKy8vLCsuMCwrLi8sLC4vLCwuLywsLy
    8sLC4vLCsvMCwsLy8sKy8wLSsvLywrLy8sLC8wLCsvLywsLy8sKy8vLCsvLywsLi8sKy4vLCwuLywsLjAsKy8vLCwvLywsLi8sLC8wLCwvLyws
    Li8sKy4vLCwvLywsLy8sKy4vLCsuLywsLi8sLC4wLCwvLywsLi8ABAgAXAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAG
    QAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAA
    AGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZAAAAGQAAABkAAAAZA
    AAAGQAAABkAAAAZACv39XT
  `,
  'base64',
);

/** A small one, with 28 cells: the first of `node59p1_1.adcps.dat`. */
const smallEnsemble = Buffer.from(
  `
bn8CAWsAAAAAMijdBwcZBRoQYV0LZ/8KAG0BKygAAC8BHM//JAAPAP//BwAAAKT/z//L/87/vP/y/9n/tv+a/7D/EAAfAND/vv+l/5v/ZAAcA5
sCMAAUAHn/0v8EAOD/xP/f/9v/o/+j/7//pf+j/5j/bf90/5X/jP/C/3j/Xf9r/w7/U/9t/wr9Hv2Y/1T/sv4BAAMAEAAGAP7/BQAPAAUA8/8E
AAUACQAIAAcADQAYAB8AFAALAAUAFAAMAPz/HgDw//n/7P/L/xUA5v+//wUAFwATAAwAHgAAAAEAGgDz/+b/3f/l//f/9v/z//3/4v8CABEA3v
/4/8wAIACgAACAE3k=
  `,
  'base64',
);

/** Replies of the Workhorses whose words OOI's tests keep; see README. */
export const simulation: Simulation = {
  prompt: '>',
  rejects: 'ERR 010:  UNRECOGNIZED COMMAND\r\n>',
  refuses: 'ERR 006:  NUMBER OUT OF RANGE\r\n>',
  silentIn: ['autosample'],
  replies: {
    read_serial_port: 'CB = 411 ----------------- Serial Port Control (Baud [4=9600]; Par; Stop)\r\n',
    read_parameters: allParameters,
    read_clock: 'TT 2013/02/28,07:55:33 - Time Set (CCYY/MM/DD,hh:mm:ss)\r\n',
    read_system_configuration: systemConfiguration,
    read_compass_calibration: compassCalibration,
    read_ancillary_system_data: ancillarySystemData,
    read_transmit_path: transmitPath,
    test: selfTest,
    stop_autosample: banner,
  },
  records: { velocity_earth: ensemble, velocity_pd12: smallEnsemble },
  streams: { velocity_earth: { every: '2 s' } },
  takes: { test: '20 s' },
  values: {
    velocity_earth: {
      ensemble_number: { counts: 65_536 },
      heading: { around: 21_348, swing: 90, period: '40 s', noise: 12 },
      pitch: { around: 120, swing: 60, period: '15 s', noise: 8 },
      roll: { around: -80, swing: 60, period: '17 s', noise: 8 },
      temperature: { around: 1832, swing: 20, period: '10 min', noise: 1 },
      pressure: { around: 20_000, swing: 15, period: '10 s', noise: 2 },
      water_velocity_east: current(180),
      water_velocity_north: current(-90),
      water_velocity_up: { each: { around: 0, swing: 12, noise: 8 } },
      error_velocity: { each: { around: 0, swing: 0, noise: 20 } },
      correlation_magnitude_beam1: correlation,
      correlation_magnitude_beam2: correlation,
      correlation_magnitude_beam3: correlation,
      correlation_magnitude_beam4: correlation,
      echo_intensity_beam1: echo,
      echo_intensity_beam2: echo,
      echo_intensity_beam3: echo,
      echo_intensity_beam4: echo,
    },
  },
};
