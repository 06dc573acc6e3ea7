import { byteSum } from '../../../definition/checksum.ts';
import { bits, type FrameField, i16, i32, u8, u16, u32 } from '../../../definition/frame-field.ts';
import { repeat } from '../../../definition/frame-list.ts';
import type { FrameBounds } from '../../../definition/stream.ts';
import type { Nanos } from '../../../kit/time.ts';
import { timeOf } from './clock.ts';
import { BAD_VELOCITY } from './pd0.ts';

const HEAD = 34;
const COMPONENTS = 31;
const bins = u8(33);

const lengthOf = (frame: DataView): number => 2 * (bins.get(frame) ?? 0);

/** From the highest of the four bits on: which of them an ensemble holds, one behind the other. */
const NAMES = ['east', 'north', 'up', 'error'];
const flags = NAMES.map((_, i) => bits(COMPONENTS, 3 - i));
const isSent = (frame: DataView, i: number): boolean => flags[i]!.get(frame) === 1;

function startOf(frame: DataView, component: number): number | undefined {
  if (!isSent(frame, component)) return undefined;
  const before = NAMES.filter((_, i) => i < component && isSent(frame, i)).length;
  return HEAD + before * lengthOf(frame);
}

const velocity = (component: number, cf?: string) =>
  repeat(
    'i16',
    { offset: (frame) => startOf(frame, component), count: bins, missing: BAD_VELOCITY },
    { unit: 'mm s-1', ooiUnknown: BAD_VELOCITY, ...(cf && { cf }) },
  );

/** A small ensemble, for slow lines: only velocities, of chosen cells. Its length must be what its head makes of it. */
export const smallEnsemble: FrameBounds = {
  sync: [0x6e, 0x7f],
  head: HEAD,
  length(head) {
    const bytes = HEAD + flags.filter((_, i) => isSent(head, i)).length * lengthOf(head);
    return head.getUint16(2, true) === bytes ? bytes + 2 : undefined;
  },
  longest: HEAD + 4 * 2 * 255 + 2,
  checksum: byteSum,
};

const flag = (component: number): FrameField<number> => flags[component]!;

export const smallProfile = {
  ensemble_number: u32(4),
  unit_id: u8(8),
  firmware_version: u8(9),
  firmware_revision: u8(10),
  heading: u16(19, { unit: '0.01 degree' }),
  pitch: i16(21, { unit: '0.01 degree' }),
  roll: i16(23, { unit: '0.01 degree' }),
  temperature: i16(25, { unit: '0.01 degree_Celsius', cf: 'sea_water_temperature' }),
  pressure: i32(27, { unit: 'daPa' }),
  velocity_po_east_flag: flag(0),
  velocity_po_north_flag: flag(1),
  velocity_po_up_flag: flag(2),
  velocity_po_error_flag: flag(3),
  subsampling_parameter: bits(COMPONENTS, 4, 4),
  start_bin: u8(32),
  num_bins: bins,
  water_velocity_east: velocity(0, 'eastward_sea_water_velocity'),
  water_velocity_north: velocity(1, 'northward_sea_water_velocity'),
  water_velocity_up: velocity(2, 'upward_sea_water_velocity'),
  error_velocity: velocity(3),
};

export function readSmallClock(frame: DataView): Nanos | undefined {
  const at = (offset: number): number => frame.getUint8(offset);
  return timeOf([frame.getUint16(11, true), at(13), at(14), at(15), at(16), at(17), at(18)]);
}
