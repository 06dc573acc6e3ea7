import { anomalyRatioAt, eastward } from './anomaly-ratio.ts';
import { STANDARD_SALINITY, UNIT_SALINITY } from './constants.ts';

/** How much more salt the water of the Baltic's rivers holds than its conductivity tells, g/kg (Feistel et al., Ocean Science 6, 2010). */
const BALTIC_EXCESS = 0.087;

/** The shores of the Baltic, as longitudes by latitude. */
const WEST: readonly (readonly [latitude: number, longitude: number])[] = [
  [50, 12.6],
  [59, 7],
  [69, 26],
];
const EAST: typeof WEST = [
  [50, 45],
  [69, 26],
];

function longitudeOf(shore: typeof WEST, latitude: number): number {
  const end = Math.max(
    1,
    shore.findIndex(([one]) => one >= latitude),
  );
  const [from, to] = [shore[end - 1]!, shore[end]!];
  return from[1] + ((latitude - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}

const isInBaltic = (longitude: number, latitude: number): boolean =>
  latitude > 50 &&
  latitude < 69 &&
  eastward(longitude) >= longitudeOf(WEST, latitude) &&
  eastward(longitude) <= longitudeOf(EAST, latitude);

/**
 * A function of Practical Salinity and pressure in dbar that gives Absolute Salinity, g/kg, at a place in degrees east and north; NaN
 * south of 86° S.
 */
export function absoluteSalinityAt(
  longitude: number,
  latitude: number,
): (salinity: number, pressure: number) => number {
  if (isInBaltic(longitude, latitude)) {
    return (salinity) => ((STANDARD_SALINITY - BALTIC_EXCESS) / 35) * salinity + BALTIC_EXCESS;
  }
  const ratio = anomalyRatioAt(longitude, latitude);
  return (salinity, pressure) => UNIT_SALINITY * salinity * (1 + ratio(pressure));
}
