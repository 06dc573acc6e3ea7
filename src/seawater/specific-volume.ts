import { PASCALS, PRESSURE_SCALE, SALINITY_SCALE, STANDARD_SALINITY, TEMPERATURE_SCALE } from './constants.ts';
import { alongZ, compile, type Polynomial } from './polynomial.ts';

/**
 * The specific volume of seawater, m³/kg, in 75 terms: Roquet, Madec, McDougall and Barker, Ocean Modelling 90 (2015), table 2 of
 * the Gibbs SeaWater toolbox's form. x² is (Absolute Salinity + 24 g/kg) over 40 × 35.16504 / 35 g/kg, y Conservative Temperature over
 * 40 °C, z pressure over 10,000 dbar.
 */
const SPECIFIC_VOLUME: Polynomial = [
  [
    0,
    0,
    [
      0.0010769995862, -6.0799143809e-5, 9.9856169219e-6, -1.1309361437e-6, 1.053115308e-7, -1.2647261286e-8,
      1.961350393e-9,
    ],
  ],
  [0, 1, [-1.5649734675e-5, 1.8505765429e-5, -1.1736386731e-6, -3.6527006553e-7, 3.1454099902e-7]],
  [0, 2, [2.7762106484e-5, -1.1716606853e-5, 2.130502874e-6, 2.8695905159e-7]],
  [0, 3, [-1.6521159259e-5, 7.9279656173e-6, -4.6132540037e-7]],
  [0, 4, [6.9111322702e-6, -3.4102187482e-6, -6.3352916514e-8]],
  [0, 5, [-8.053961554e-7, 5.0736766814e-7]],
  [0, 6, [2.0543094268e-7]],
  [1, 0, [-0.00031038981976, 2.4262468747e-5, -5.8484432984e-7, 3.6310188515e-7, -1.1147125423e-7]],
  [1, 1, [3.5009599764e-5, -9.5677088156e-6, -5.5699154557e-6, -2.7295696237e-7]],
  [1, 2, [-3.7435842344e-5, -2.3678308361e-7, 3.913738708e-7]],
  [1, 3, [2.4141479483e-5, -3.4558773655e-6, 7.7618888092e-9]],
  [1, 4, [-8.7595873154e-6, 1.2956717783e-6]],
  [1, 5, [-3.30527589e-7]],
  [2, 0, [0.00066928067038, -3.4792460974e-5, -4.8122251597e-6, 1.674630378e-8]],
  [2, 1, [-4.3592678561e-5, 1.1100834765e-5, 5.4620748834e-6]],
  [2, 2, [3.590782276e-5, 2.9283346295e-6, -6.5731104067e-7]],
  [2, 3, [-1.4353633048e-5, 3.1655306078e-7]],
  [2, 4, [4.3703680598e-6]],
  [3, 0, [-0.00085047933937, 3.7470777305e-5, 4.9263106998e-6]],
  [3, 1, [3.4532461828e-5, -9.8447117844e-6, -1.3544185627e-6]],
  [3, 2, [-1.8698584187e-5, -4.88261392e-7]],
  [3, 3, [2.2863324556e-6]],
  [4, 0, [0.00058086069943, -1.7322218612e-5, -1.7811974727e-6]],
  [4, 1, [-1.1959409788e-5, 2.590922526e-6]],
  [4, 2, [3.8595339244e-6]],
  [5, 0, [-0.00021092370507, 3.0927427253e-6]],
  [5, 1, [1.3864594581e-6]],
  [6, 0, [3.1932457305e-5]],
];

const volume = compile(SPECIFIC_VOLUME);
const volumeAlongPressure = compile(alongZ(SPECIFIC_VOLUME));

const SALINITY_OFFSET = 24;
const root = (salinity: number): number => Math.sqrt((salinity + SALINITY_OFFSET) / SALINITY_SCALE);

/** In-situ density, kg/m³, from Absolute Salinity in g/kg, Conservative Temperature in °C and pressure in dbar. */
export const density = (salinity: number, temperature: number, pressure: number): number =>
  1 / volume(root(salinity), temperature / TEMPERATURE_SCALE, pressure / PRESSURE_SCALE);

/** Speed of sound, m/s, from Absolute Salinity in g/kg, Conservative Temperature in °C and pressure in dbar. */
export function soundSpeed(salinity: number, temperature: number, pressure: number): number {
  const [x, y, z] = [root(salinity), temperature / TEMPERATURE_SCALE, pressure / PRESSURE_SCALE];
  const v = volume(x, y, z);
  return Math.sqrt((-v * v * PRESSURE_SCALE * PASCALS) / volumeAlongPressure(x, y, z));
}

const STANDARD = root(STANDARD_SALINITY);

/** Specific volume, m³/kg, of the standard ocean at 0 °C, from pressure in dbar. */
export const standardVolume = (pressure: number): number => volume(STANDARD, 0, pressure / PRESSURE_SCALE);

/** Its integral over pressure, term by term. */
const STANDARD_ENTHALPY = ((): readonly number[] => {
  const sums: number[] = [];
  for (const [x, y, row] of SPECIFIC_VOLUME) {
    if (y > 0) continue;
    row.forEach((one, k) => {
      sums[k] = (sums[k] ?? 0) + (one * STANDARD ** x) / (k + 1);
    });
  }
  return sums;
})();

/** Enthalpy, J/kg, of the standard ocean at 0 °C, above that at the surface, from pressure in dbar. */
export function standardEnthalpy(pressure: number): number {
  const z = pressure / PRESSURE_SCALE;
  return STANDARD_ENTHALPY.reduceRight((sum, one) => one + z * sum, 0) * pressure * PASCALS;
}
