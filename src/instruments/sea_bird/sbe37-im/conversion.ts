import { derived } from '../../../definition/derived.ts';
import { seawater } from '../../../definition/derived-seawater.ts';

const NAMES = {
  temperature: 'sea_water_temperature',
  conductivity: 'sea_water_conductivity',
  pressure: 'sea_water_pressure',
} as const;

const AIR = 14.7;
const DBAR = 0.689_475_7;

/** What follows from a sample as the modem sends it; SBE 37-IM manual, formats of data. */
export const fromModem = {
  [NAMES.temperature]: derived(
    { title: 'Temperature', unit: 'degree_Celsius', cf: 'sea_water_temperature', valid: [-5, 35] },
    [{ field: 'temperature' }],
    (counts = Number.NaN) => counts / 10_000 - 10,
  ),
  [NAMES.conductivity]: derived(
    { title: 'Conductivity', unit: 'S m-1', cf: 'sea_water_electrical_conductivity', valid: [0, 9] },
    [{ field: 'conductivity' }],
    (counts = Number.NaN) => counts / 100_000 - 0.5,
  ),
  // Counts are of 85 % of a range that begins 5 % of it below the surface.
  [NAMES.pressure]: derived(
    { title: 'Pressure', unit: 'dbar', cf: 'sea_water_pressure_due_to_sea_water', valid: [-10, 7_500] },
    [{ field: 'pressure' }, { field: 'pressure_range', unit: 'psi' }],
    (counts = Number.NaN, psi = Number.NaN) => {
      const range = (psi - AIR) * DBAR;
      return (counts * range) / (0.85 * 65_536) - 0.05 * range;
    },
  ),
  ...seawater(NAMES),
};
