import { absoluteSalinityAt } from '../seawater/absolute-salinity.ts';
import { conservativeTemperature as toConservative } from '../seawater/conservative-temperature.ts';
import { heightFromPressure } from '../seawater/height.ts';
import { practicalSalinity as toPractical } from '../seawater/practical-salinity.ts';
import { density as toDensity, soundSpeed as toSoundSpeed } from '../seawater/specific-volume.ts';
import type { Derived, Input, Way } from './derived.ts';

// What follows from a CTD's three values by TEOS-10. Arguments are names of fields; their units are read from the fields.

const conductivityOf = (field: string): Input => ({ field, unit: 'mS cm-1' });
const temperatureOf = (field: string): Input => ({ field, unit: 'degree_Celsius' });
const pressureOf = (field: string): Input => ({ field, unit: 'dbar' });
const practicalOf = (field: string): Input => ({ field, unit: '1' });
const absoluteOf = (field: string): Input => ({ field, unit: 'g kg-1' });

type Info = Omit<Derived, 'ways'>;

const onlyWay = (info: Info, way: Way): Derived => ({ ...info, ways: [way] });

/** Practical Salinity (PSS-78). */
export const practicalSalinity = (of: {
  readonly conductivity: string;
  readonly temperature: string;
  readonly pressure: string;
}): Derived =>
  onlyWay(
    { title: 'Practical salinity', unit: '1', cf: 'sea_water_practical_salinity', valid: [0, 42] },
    {
      from: [conductivityOf(of.conductivity), temperatureOf(of.temperature), pressureOf(of.pressure)],
      compile: () => toPractical,
    },
  );

/** Absolute Salinity, from Practical Salinity: it needs the instrument's position. */
export const absoluteSalinity = (of: { readonly salinity: string; readonly pressure: string }): Derived =>
  onlyWay(
    { title: 'Absolute salinity', unit: 'g kg-1', cf: 'sea_water_absolute_salinity', valid: [0, 42] },
    {
      from: [practicalOf(of.salinity), pressureOf(of.pressure)],
      needsPlace: true,
      compile: ({ place }) => absoluteSalinityAt(place.longitude, place.latitude),
    },
  );

interface State {
  /** Absolute Salinity. */
  readonly salinity: string;
  readonly temperature: string;
  readonly pressure: string;
}

const stateOf = ({ salinity, temperature, pressure }: State): readonly Input[] => [
  absoluteOf(salinity),
  temperatureOf(temperature),
  pressureOf(pressure),
];

/** Conservative Temperature, from Absolute Salinity and in-situ temperature. */
export const conservativeTemperature = (of: State): Derived =>
  onlyWay(
    { title: 'Conservative temperature', unit: 'degree_Celsius', cf: 'sea_water_conservative_temperature' },
    { from: stateOf(of), compile: () => toConservative },
  );

/** In-situ density, from Absolute Salinity and Conservative Temperature. */
export const density = (of: State): Derived =>
  onlyWay(
    { title: 'Density', unit: 'kg m-3', cf: 'sea_water_density' },
    { from: stateOf(of), compile: () => toDensity },
  );

/** Speed of sound, from Absolute Salinity and Conservative Temperature. */
export const soundSpeed = (of: State): Derived =>
  onlyWay(
    { title: 'Speed of sound', unit: 'm s-1', cf: 'speed_of_sound_in_sea_water' },
    { from: stateOf(of), compile: () => toSoundSpeed },
  );

/** Depth below the surface: it needs the instrument's position. */
export const depth = (of: { readonly pressure: string }): Derived =>
  onlyWay(
    { title: 'Depth', unit: 'm', cf: 'depth' },
    {
      from: [pressureOf(of.pressure)],
      needsPlace: true,
      compile:
        ({ place: { latitude } }) =>
        (pressure = Number.NaN) =>
          -heightFromPressure(pressure, latitude),
    },
  );

/** All six that follow from a CTD's conductivity, temperature and pressure. */
export const seawater = (ctd: {
  readonly conductivity: string;
  readonly temperature: string;
  readonly pressure: string;
}) => {
  const { pressure } = ctd;
  const state = { salinity: 'absolute_salinity', temperature: 'conservative_temperature', pressure };
  return {
    practical_salinity: practicalSalinity(ctd),
    absolute_salinity: absoluteSalinity({ salinity: 'practical_salinity', pressure }),
    conservative_temperature: conservativeTemperature({ ...state, temperature: ctd.temperature }),
    density: density(state),
    sound_speed: soundSpeed(state),
    depth: depth({ pressure }),
  };
};
