import { type Atlas, LATITUDES, LONGITUDES, PRESSURES, saarAtlas } from './atlas.ts';

/** Values at the corners of a cell of the atlas: south-west, south-east, north-east, north-west. */
type Corners = readonly [number, number, number, number];

/** What stands in for a corner without a value, and for one that lies behind a barrier. */
type Mend = (corners: Corners) => Corners;

/** A longitude in degrees as the atlas counts it, from 0 to 360. */
export const eastward = (longitude: number): number =>
  longitude >= 0 && longitude <= 360 ? longitude : ((longitude % 360) + 360) % 360;

/** A line through Central America: the waters on its two sides are not of one kind. */
const PANAMA: readonly (readonly [longitude: number, latitude: number])[] = [
  [260, 19.55],
  [272.59, 13.97],
  [276.5, 9.6],
  [278.65, 8.1],
  [280.73, 9.33],
  [292, 3.4],
];

const isNearPanama = (longitude: number, latitude: number): boolean =>
  longitude >= 260 && longitude <= 291.999 && latitude >= 3.4 && latitude <= 19.55;

function isNorthOfPanama(longitude: number, latitude: number): boolean {
  const end = Math.max(
    1,
    PANAMA.findIndex(([one]) => one > longitude),
  );
  const [from, to] = [PANAMA[end - 1]!, PANAMA[end]!];
  return from[1] + ((longitude - from[0]) / (to[0] - from[0])) * (to[1] - from[1]) <= latitude;
}

/** Corners that do not count get the mean of those that do; 0 where none does. */
function withMean(corners: Corners, counts: (value: number, corner: number) => boolean): Corners {
  const good = corners.filter((value, i) => !Number.isNaN(value) && counts(value, i));
  const mean = good.length === 0 ? 0 : good.reduce((sum, one) => sum + one, 0) / good.length;
  const [sw, se, ne, nw] = corners.map((value, i) => (Number.isNaN(value) || !counts(value, i) ? mean : value));
  return [sw!, se!, ne!, nw!];
}

const overGaps: Mend = (corners) => (corners.some(Number.isNaN) ? withMean(corners, () => true) : corners);

/** Only what lies on the same side of the barrier. */
function behindBarrier(longitude: number, latitude: number, west: number, south: number): Mend {
  const [east, north] = [west + LONGITUDES.step, south + LATITUDES.step];
  const side = isNorthOfPanama(longitude, latitude);
  const sides = [
    isNorthOfPanama(west, south),
    isNorthOfPanama(east, south),
    isNorthOfPanama(east, north),
    isNorthOfPanama(west, north),
  ];
  return (corners) => withMean(corners, (_, i) => sides[i] === side);
}

const cellOf = (value: number, { first, step, count }: { first: number; step: number; count: number }): number =>
  Math.min(Math.floor((value - first) / step), count - 2);

function levelAbove(pressure: number): number {
  let level = 0;
  while (level < PRESSURES.length - 2 && PRESSURES[level + 1]! <= pressure) level++;
  return level;
}

/** The ratio within a cell at one level, between its corners. */
const across = ([sw, se, ne, nw]: Corners, east: number, north: number): number =>
  (1 - north) * (sw + east * (se - sw)) + north * (nw + east * (ne - nw));

/** What the atlas says of a place, at each level of it. */
interface Column {
  /** How many levels count. */
  readonly depth: number;
  /** The ratio at a level. */
  at(level: number): number;
}

function columnAt(atlas: Atlas, longitude: number, latitude: number): Column {
  const [i, j] = [cellOf(longitude, LONGITUDES), cellOf(latitude, LATITUDES)];
  const [west, south] = [LONGITUDES.first + i * LONGITUDES.step, LATITUDES.first + j * LATITUDES.step];
  const places = [
    j + i * LATITUDES.count,
    j + (i + 1) * LATITUDES.count,
    j + 1 + (i + 1) * LATITUDES.count,
    j + 1 + i * LATITUDES.count,
  ] as const;
  const mend = isNearPanama(longitude, latitude) ? behindBarrier(longitude, latitude, west, south) : overGaps;
  const value = (corner: number, level: number): number => atlas.ratios[places[corner]! * PRESSURES.length + level]!;
  const [east, north] = [(longitude - west) / LONGITUDES.step, (latitude - south) / LATITUDES.step];
  return {
    depth: Math.max(...places.map((place) => atlas.depths[place]!)),
    at: (level) => across(mend([value(0, level), value(1, level), value(2, level), value(3, level)]), east, north),
  };
}

/** A function of pressure in dbar that gives the Absolute Salinity Anomaly Ratio at a place; NaN outside the atlas. */
export function anomalyRatioAt(longitude: number, latitude: number): (pressure: number) => number {
  if (!(latitude >= LATITUDES.first && latitude <= 90)) return () => Number.NaN;
  const { depth, at } = columnAt(saarAtlas(), eastward(longitude), latitude);
  if (depth === 0) return () => 0;
  const deepest = PRESSURES[depth - 1]!;
  const levels = PRESSURES.map((_, level) => at(level));
  return (given) => {
    const pressure = Math.min(given, deepest);
    const level = levelAbove(pressure);
    const [above, below] = [levels[level]!, levels[level + 1]!];
    const share = (pressure - PRESSURES[level]!) / (PRESSURES[level + 1]! - PRESSURES[level]!);
    return above + share * (below - above);
  };
}
