import {
  HEAT_CAPACITY,
  PRESSURE_SCALE,
  SALINITY_SCALE,
  STANDARD_SALINITY,
  TEMPERATURE_SCALE,
  UNIT_SALINITY,
  ZERO_CELSIUS,
} from './constants.ts';
import { GIBBS } from './gibbs.ts';
import { alongY, atZeroZ, compile, type Polynomial } from './polynomial.ts';

/** Without what depends on salinity alone: that is the same on both sides where entropies are compared. */
const ENTROPY: Polynomial = alongY(GIBBS.map(([x, y, row]) => [x, y, y === 1 ? [0, ...row.slice(1)] : row]));

const entropy = compile(ENTROPY);
const surfaceEntropy = compile(atZeroZ(ENTROPY));
const surfaceEntropySlope = compile(atZeroZ(alongY(ENTROPY)));

const root = (salinity: number): number => Math.sqrt(salinity / SALINITY_SCALE);

/** A first estimate of the potential temperature, good to a few mK (Jackett et al., 2006, as in the Gibbs SeaWater toolbox). */
function estimate(salinity: number, t: number, p: number): number {
  const s = salinity / UNIT_SALINITY;
  return (
    t +
    p *
      (8.654_839_133_954_42e-6 -
        s * 1.416_362_997_448_81e-6 -
        p * 7.382_864_671_357_37e-9 +
        t *
          (-8.382_413_570_396_98e-6 +
            s * 2.839_333_685_855_34e-8 +
            t * 1.778_039_652_186_56e-8 +
            p * 1.711_556_192_082_33e-10))
  );
}

/**
 * Potential temperature at the surface, °C, from Absolute Salinity in g/kg, temperature in °C (ITS-90) and pressure in dbar: where the
 * entropy is the same. Newton's rule with the slope half-way (McDougall and Wotherspoon, 2014).
 */
export function potentialTemperature(salinity: number, temperature: number, pressure: number): number {
  const x = root(salinity);
  const wanted = entropy(x, temperature / TEMPERATURE_SCALE, pressure / PRESSURE_SCALE);
  let potential = estimate(salinity, temperature, pressure);
  let slope =
    (-HEAT_CAPACITY * TEMPERATURE_SCALE * TEMPERATURE_SCALE) /
    ((ZERO_CELSIUS + potential) * (1 - 0.05 * (1 - salinity / STANDARD_SALINITY)));
  for (let i = 0; i < 2; i++) {
    const step = TEMPERATURE_SCALE * (surfaceEntropy(x, potential / TEMPERATURE_SCALE, 0) - wanted);
    const half = potential - step / slope / 2;
    slope = surfaceEntropySlope(x, half / TEMPERATURE_SCALE, 0);
    potential -= step / slope;
  }
  return potential;
}

/** `g − T ∂g/∂T` at the surface; the logarithms of the two cancel. */
const SURFACE_ENTHALPY: Polynomial = (() => {
  const surface = atZeroZ(GIBBS);
  const at = (x: number, y: number): number => surface.find((one) => one[0] === x && one[1] === y)?.[2][0] ?? 0;
  return surface.map(([x, y]) => [
    x,
    y,
    [(1 - y) * at(x, y) - ((y + 1) * at(x, y + 1) * ZERO_CELSIUS) / TEMPERATURE_SCALE],
  ]);
})();

const surfaceEnthalpy = compile(SURFACE_ENTHALPY);

/** Conservative Temperature, °C, from Absolute Salinity in g/kg, temperature in °C (ITS-90) and pressure in dbar. */
export const conservativeTemperature = (salinity: number, temperature: number, pressure: number): number =>
  surfaceEnthalpy(root(salinity), potentialTemperature(salinity, temperature, pressure) / TEMPERATURE_SCALE, 0) /
  HEAT_CAPACITY;
