import { byteSum } from '../../../definition/checksum.ts';
import type { FieldInfo } from '../../../definition/field.ts';
import { bits, type FrameField, i16, i32, known, scattered, u8, u16 } from '../../../definition/frame-field.ts';
import { type Element, repeat } from '../../../definition/frame-list.ts';
import { sections } from '../../../definition/frame-sections.ts';
import type { FrameBounds } from '../../../definition/stream.ts';
import { rememberLast } from '../../../kit/remember-last.ts';
import { fullYear, type Nanos } from '../../../kit/time.ts';
import { timeOf } from './clock.ts';
import { type Coordinates, codeOf } from './coordinates.ts';

const CHECKSUM_LENGTH = 2;

/** An ensemble: all that is measured at one time. Its head says how long it is without its checksum, and where its sections begin. */
export const ensemble: FrameBounds = {
  sync: [0x7f, 0x7f],
  head: 8,
  // The first section follows the table at once: 7f 7f also stands in data, but then hardly ever with such numbers behind it.
  length: (head) =>
    head.getUint16(6, true) === 6 + 2 * head.getUint8(5) ? head.getUint16(2, true) + CHECKSUM_LENGTH : undefined,
  longest: 8192,
  brokenBy: '[BREAK Wakeup',
  checksum: byteSum,
};

export const parts = sections({ count: u8(5), offset: 6, tail: CHECKSUM_LENGTH });

/** What the first two bytes of a section say that it is. */
export const FIXED_LEADER = 0x0000;
export const VARIABLE_LEADER = 0x0080;
const VELOCITY = 0x0100;
const CORRELATION = 0x0200;
const ECHO_INTENSITY = 0x0300;
const PERCENT_GOOD = 0x0400;
const BOTTOM_TRACK = 0x0600;

export const BAD_VELOCITY = -32_768;

/** The Explorer DVL, as gliders carry it, has another fixed leader. */
export const isExplorer = (frame: DataView): boolean => parts.length(FIXED_LEADER, frame) === 58;
export const isWorkhorse = (frame: DataView): boolean => parts.length(FIXED_LEADER, frame) > 0 && !isExplorer(frame);

const { transform, cells } = parts.in(FIXED_LEADER, { transform: bits(25, 3, 2), cells: u8(9) });
/** Every stream asks for it. */
const codeIn = rememberLast((frame: DataView) => transform.get(frame));
export const isIn = (coordinates: Coordinates): ((frame: DataView) => boolean) => {
  const code = codeOf(coordinates);
  return (frame) => codeIn(frame) === code;
};
export const hasBottomTrack = (frame: DataView): boolean => parts.length(BOTTOM_TRACK, frame) > 0;

const clock = parts.in(VARIABLE_LEADER, {
  century: u8(57),
  year: u8(4),
  month: u8(5),
  day: u8(6),
  hour: u8(7),
  minute: u8(8),
  second: u8(9),
  hundredths: u8(10),
});

/** The ensemble's time by the instrument's clock. An Explorer does not send the century, nor does firmware from before 2000. */
export function readClock(frame: DataView): Nanos | undefined {
  const at = (field: FrameField<number>): number => field.get(frame) ?? 0;
  const century = at(clock.century);
  const year = century === 0 ? fullYear(at(clock.year)) : century * 100 + at(clock.year);
  const { month, day, hour, minute, second, hundredths } = clock;
  return timeOf([year, at(month), at(day), at(hour), at(minute), at(second), at(hundredths)]);
}

/** Four values in each cell, the beam counting fastest; each of them is a profile. */
function profiles(section: number, element: Element, names: readonly string[], info: InfoOf, missing?: number) {
  const width = element === 'u8' ? 1 : 2;
  const fields = names.map((name, beam) => {
    const place = { offset: 2 + beam * width, count: cells, stride: names.length * width };
    return [name, repeat(element, missing === undefined ? place : { ...place, missing }, info(name))];
  });
  return parts.in(section, Object.fromEntries(fields));
}

const beams = (name: string): string[] => [1, 2, 3, 4].map((beam) => `${name}${beam}`);
type InfoOf = (name: string) => FieldInfo;

/** `water_velocity_x`: OOI has another word for the axis. */
const velocity =
  ({ ooi = {}, cf = {} }: Coordinates): InfoOf =>
  (name) => {
    const theirs = name
      .split('_')
      .map((word) => ooi[word] ?? word)
      .join('_');
    return {
      unit: 'mm s-1',
      ooiUnknown: BAD_VELOCITY,
      ...(cf[name] && { cf: cf[name] }),
      ...(theirs !== name && { ooi: theirs }),
    };
  };
const percent: InfoOf = () => ({ unit: 'percent' });
const count: InfoOf = () => ({ unit: 'count' });
const cm: FieldInfo = { unit: 'cm' };

/** Where and how a profile was measured, and the profile itself. */
export const profile = (coordinates: Coordinates) => ({
  ...parts.in(FIXED_LEADER, {
    num_cells: u8(9),
    cell_length: u16(12, cm),
    bin_1_distance: u16(32, { ...cm, title: 'Distance to the middle of the first cell' }),
    sysconfig_vertical_orientation: bits(4, 7, 1, { title: 'Beams look upwards' }),
  }),
  ...parts.in(VARIABLE_LEADER, {
    ensemble_number: scattered([2, 3, 11]),
    transducer_depth: u16(16, { unit: 'dm' }),
    heading: u16(18, { unit: '0.01 degree' }),
    pitch: i16(20, { unit: '0.01 degree' }),
    roll: i16(22, { unit: '0.01 degree' }),
    salinity: u16(24, { unit: '1e-3' }),
    temperature: i16(26, { unit: '0.01 degree_Celsius', cf: 'sea_water_temperature' }),
    pressure: i32(48, { unit: 'daPa' }),
  }),
  ...profiles(VELOCITY, 'i16', coordinates.velocities, velocity(coordinates), BAD_VELOCITY),
  ...profiles(CORRELATION, 'u8', beams('correlation_magnitude_beam'), count),
  ...profiles(ECHO_INTENSITY, 'u8', beams('echo_intensity_beam'), count),
  ...profiles(PERCENT_GOOD, 'u8', coordinates.good, percent),
});

/** A value for each of the four beams or axes, from an offset on. */
const four = (
  names: readonly string[],
  read: (offset: number, info: FieldInfo) => FrameField<number>,
  offset: number,
  width: number,
  info: InfoOf,
): Record<string, FrameField<number>> =>
  Object.fromEntries(names.map((name, i) => [name, read(offset + i * width, info(name))]));

const speed = (offset: number, info: FieldInfo): FrameField<number> => known(i16(offset), BAD_VELOCITY, info);
const beamwise = (name: string): string[] => [1, 2, 3, 4].map((beam) => `bt_beam${beam}_${name}`);

/** How the instrument moves over ground, and how near that is. */
export const bottomTrack = (coordinates: Coordinates) =>
  parts.in(BOTTOM_TRACK, {
    ...Object.fromEntries(beamwise('range').map((name, i) => [name, scattered([16 + 2 * i, 17 + 2 * i, 77 + i], cm)])),
    ...four(
      coordinates.axes.map((axis) => `bt_${axis}_velocity`),
      speed,
      24,
      2,
      velocity(coordinates),
    ),
    ...four(beamwise('correlation'), u8, 32, 1, count),
    ...four(beamwise('eval_amp'), u8, 36, 1, count),
    ...four(beamwise('percent_good'), u8, 40, 1, percent),
    bt_ref_layer_min: u16(44, { unit: 'dm' }),
    bt_ref_layer_near: u16(46, { unit: 'dm' }),
    bt_ref_layer_far: u16(48, { unit: 'dm' }),
    ...four(
      coordinates.axes.map((axis) => `bt_${axis}_ref_layer_velocity`),
      speed,
      50,
      2,
      velocity(coordinates),
    ),
    ...four(beamwise('ref_correlation'), u8, 58, 1, count),
    ...four(beamwise('ref_intensity'), u8, 62, 1, count),
    ...four(beamwise('ref_percent_good'), u8, 66, 1, percent),
    ...four(beamwise('rssi_amplitude'), u8, 72, 1, count),
    bt_gain: u8(76),
  });

export const bottomTrackConfig = parts.in(BOTTOM_TRACK, {
  bt_pings_per_ensemble: u16(2),
  bt_delay_before_reacquire: u16(4),
  bt_corr_magnitude_min: u8(6, { unit: 'count' }),
  bt_eval_magnitude_min: u8(7, { unit: 'count' }),
  bt_percent_good_min: u8(8, { unit: 'percent' }),
  bt_mode: u8(9),
  bt_error_velocity_max: u16(10, { unit: 'mm s-1' }),
  bt_max_depth: u16(70, { unit: 'dm' }),
});
