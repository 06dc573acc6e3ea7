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
const BYTES = Float64Array.BYTES_PER_ELEMENT;

let atlas: Atlas | undefined;

/**
 * The atlas, read when it is first asked for: gzip of the depths, a byte each, and of the ratios as little-endian doubles, the first
 * bytes of all, then the second, … Licence and origin: saar-licence.txt.
 */
export function saarAtlas(): Atlas {
  atlas ??= read(gunzipSync(readFileSync(new URL('./saar.bin.gz', import.meta.url))));
  return atlas;
}

function read(bytes: Uint8Array): Atlas {
  const ratios = new DataView(new ArrayBuffer(COUNT * BYTES));
  for (let plane = 0; plane < BYTES; plane++) {
    const from = PLACES + plane * COUNT;
    for (let i = 0; i < COUNT; i++) ratios.setUint8(i * BYTES + plane, bytes[from + i]!);
  }
  return {
    depths: bytes.slice(0, PLACES),
    ratios: Float64Array.from({ length: COUNT }, (_, i) => ratios.getFloat64(i * BYTES, true)),
  };
}
