/** What velocities are told in: which way each of the four of a cell points, and what the four percentages of good pings count. */
export interface Coordinates {
  readonly velocities: readonly string[];
  readonly good: readonly string[];
  /** Of the velocity over ground. */
  readonly axes: readonly string[];
  /** What OOI calls them, where that differs. */
  readonly ooi?: Readonly<Record<string, string>>;
  /** The CF names of velocities that have one. */
  readonly cf?: Readonly<Record<string, string>>;
}

const solutions = ['percent_good_3beam', 'percent_transforms_reject', 'percent_bad_beams', 'percent_good_4beam'];

/** In the order of their codes in the ensemble's coordinate transform. */
export const COORDINATES = {
  beam: {
    velocities: [1, 2, 3, 4].map((beam) => `velocity_beam${beam}`),
    good: [1, 2, 3, 4].map((beam) => `percent_good_beam${beam}`),
    axes: [1, 2, 3, 4].map((beam) => `beam${beam}`),
  },
  // X from beam 1 to beam 2, Y from beam 4 to beam 3, Z towards the transducers. OOI takes X for forward.
  instrument: {
    velocities: ['water_velocity_x', 'water_velocity_y', 'water_velocity_z', 'error_velocity'],
    good: solutions,
    axes: ['x', 'y', 'z', 'error'],
    ooi: { x: 'forward', y: 'starboard', z: 'vertical' },
  },
  ship: {
    velocities: ['water_velocity_starboard', 'water_velocity_forward', 'water_velocity_up', 'error_velocity'],
    good: solutions,
    axes: ['starboard', 'forward', 'upward', 'error'],
  },
  earth: {
    velocities: ['water_velocity_east', 'water_velocity_north', 'water_velocity_up', 'error_velocity'],
    good: solutions,
    axes: ['eastward', 'northward', 'upward', 'error'],
    cf: {
      water_velocity_east: 'eastward_sea_water_velocity',
      water_velocity_north: 'northward_sea_water_velocity',
      water_velocity_up: 'upward_sea_water_velocity',
    },
  },
} as const satisfies Readonly<Record<string, Coordinates>>;

export const codeOf = (coordinates: Coordinates): number =>
  Object.values<Coordinates>(COORDINATES).indexOf(coordinates);
