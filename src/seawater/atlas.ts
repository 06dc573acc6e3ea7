import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Where the atlas has values. */
export const LONGITUDES = { first: 0, step: 4, count: 91 } as const;
export const LATITUDES = { first: -86, step: 4, count: 45 } as const;

/** dbar. */
export const PRESSURES: readonly number[] = [
  0, 10, 20, 30, 40, 50, 76, 101, 126, 151, 176, 202, 252, 303, 353, 404, 505, 606, 707, 808, 909, 1010, 1111, 1213,
  1314, 1416, 1517, 1771, 2025, 2279, 2534, 2789, 3045, 3300, 3556, 3812, 4069, 4325, 4583, 4840, 5098, 5355, 5614,
  5872, 6131,
];

/** Absolute Salinity Anomaly Ratios on a grid of the ocean: McDougall, Jackett, Millero, Pawlowicz and Barker, Ocean Science 8 (2012). */
export interface Atlas {
  /** How many pressures there are at a place, 0 on land; by longitude, then latitude. */
  readonly depths: Uint8Array;
  /** By longitude, latitude, pressure; NaN where there is none. */
  readonly ratios: Float64Array;
}

const PLACES = LONGITUDES.count * LATITUDES.count;
const COUNT = PLACES * PRESSURES.length;
const UNIT = 1e-12;
const NONE = 0xffff_ffff;

let atlas: Atlas | undefined;

/**
 * The atlas, read when it is first asked for: gzip of the depths, a byte each, and of the ratios as 32-bit numbers of 1e-12, lowest
 * bytes first of all, then the next. Licence and origin: saar-licence.txt.
 */
export function saarAtlas(): Atlas {
  atlas ??= read(gunzipSync(readFileSync(new URL('./saar.bin.gz', import.meta.url))));
  return atlas;
}

function read(bytes: Uint8Array): Atlas {
  const ratios = new Float64Array(COUNT);
  for (let i = 0; i < COUNT; i++) {
    let ratio = 0;
    for (let plane = 3; plane >= 0; plane--) ratio = ratio * 256 + bytes[PLACES + plane * COUNT + i]!;
    ratios[i] = ratio === NONE ? Number.NaN : ratio * UNIT;
  }
  return { depths: bytes.slice(0, PLACES), ratios };
}
