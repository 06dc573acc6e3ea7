import type { Flag } from '../model/sample.ts';
import { geodesicDistance } from './geodesic.ts';

/** Degrees: least longitude, least latitude, greatest longitude, greatest latitude. */
export type Box = readonly [west: number, south: number, east: number, north: number];

export interface Location {
  /** The whole Earth where nothing is said: `bbox` of ioos_qc. */
  readonly box?: Box | undefined;
  /** Metres from one position to the next: `range_max`. */
  readonly distance?: number | undefined;
}

/** Metres per second: `suspect_threshold` and `fail_threshold` of ioos_qc's `speed_test`. */
export interface Speed {
  readonly suspect?: number | undefined;
  readonly fail?: number | undefined;
}

/** Metres from each position to the next; `NaN` where one of them is not known. */
function steps(): (latitude: number, longitude: number) => number {
  let last: readonly [latitude: number, longitude: number] = [Number.NaN, Number.NaN];
  return (latitude, longitude) => {
    const [lastLatitude, lastLongitude] = last;
    last = [latitude, longitude];
    // One sum is not finite as soon as one of them is not.
    return Number.isFinite(latitude + longitude + lastLatitude + lastLongitude)
      ? geodesicDistance(lastLatitude, lastLongitude, latitude, longitude)
      : Number.NaN;
  };
}

/** QARTOD test 3. Half a position is wrong; none is missing. */
export function location({
  box: [west, south, east, north] = [-180, -90, 180, 90],
  distance = Number.POSITIVE_INFINITY,
}: Location): (latitude: number, longitude: number) => Flag {
  const step = steps();
  return (latitude, longitude) => {
    const metres = distance === Number.POSITIVE_INFINITY ? 0 : step(latitude, longitude);
    if (!Number.isFinite(latitude) && !Number.isFinite(longitude)) return 9;
    const isInside = latitude >= south && latitude <= north && longitude >= west && longitude <= east;
    return !isInside ? 4 : metres > distance ? 3 : 1;
  };
}

/** How fast a platform would have had to move from one position to the next (ARGO's impossible speed). `at` in Unix seconds. */
export function speed({
  suspect = Number.POSITIVE_INFINITY,
  fail = Number.POSITIVE_INFINITY,
}: Speed): (latitude: number, longitude: number, at: number) => Flag {
  const step = steps();
  let last: number | undefined;
  return (latitude, longitude, at) => {
    const metres = step(latitude, longitude);
    const seconds = last === undefined ? 0 : Math.abs(at - last);
    const isFirst = last === undefined;
    last = at;
    if (isFirst) return 2;
    if (!Number.isFinite(metres)) return 9;
    if (seconds === 0) return 2;
    return metres / seconds > fail ? 4 : metres / seconds > suspect ? 3 : 1;
  };
}
