import { PASCALS } from './constants.ts';
import { standardEnthalpy, standardVolume } from './specific-volume.ts';

// TEOS-10 manual, section 3.32 and appendix D.3: gravity and how it grows with depth.

const GRAVITY_GROWTH = 2.26e-7;

/** sin² of a latitude in degrees. */
const squaredSine = (latitude: number): number => Math.sin((latitude * Math.PI) / 180) ** 2;

const surfaceGravity = (sine2: number): number => 9.780_327 * (1 + sine2 * (5.2792e-3 + sine2 * 2.32e-5));

/** Height above the surface, m, negative in the sea, from pressure in dbar and latitude in degrees; of the standard ocean at 0 °C. */
export function heightFromPressure(pressure: number, latitude: number): number {
  const gravity = surfaceGravity(squaredSine(latitude));
  const enthalpy = standardEnthalpy(pressure);
  return (-2 * enthalpy) / (gravity + Math.sqrt(gravity * (gravity + 2 * GRAVITY_GROWTH * enthalpy)));
}

/** Pressure, dbar, from height above the surface in m and latitude in degrees: {@link heightFromPressure} turned round. */
export function pressureFromHeight(height: number, latitude: number): number {
  const gravity = surfaceGravity(squaredSine(latitude));
  const wanted = -gravity * (height - 0.5 * GRAVITY_GROWTH * height * height);
  let pressure = -height;
  for (let i = 0; i < 4; i++) {
    pressure -= (standardEnthalpy(pressure) - wanted) / (PASCALS * standardVolume(pressure));
  }
  return pressure;
}
