import type { ExportColumn } from '../columns.ts';

/** Words in a standard name, and the category (of those that ERDDAP knows) that they stand for. */
const BY_WORD: readonly (readonly [RegExp, string])[] = [
  [/salinity|electrical_conductivity/, 'Salinity'],
  [/temperature/, 'Temperature'],
  [/oxygen/, 'Dissolved O2'],
  [/sea_water_velocity|sea_water_speed/, 'Currents'],
  [/wind/, 'Wind'],
  [/pressure/, 'Pressure'],
  [/wave/, 'Surface Waves'],
  [/radiance|irradiance|scattering|turbidity|radiative_flux/, 'Optical Properties'],
  [/chlorophyll|dissolved_organic/, 'Ocean Color'],
  [/rainfall|precipitation|humidity/, 'Meteorology'],
  [/depth|latitude|longitude|altitude/, 'Location'],
  [/platform_|_angle|heading/, 'Location'],
];

/** The category that ERDDAP wants of every variable. */
export function ioosCategory({
  name,
  type,
  field,
  flag,
}: Pick<ExportColumn, 'name' | 'type' | 'field' | 'flag'>): string {
  if (type === 'TIMESTAMP_NS') return 'Time';
  if (flag || name === 'quality') return 'Quality';
  const [, category = 'Unknown'] = BY_WORD.find(([word]) => word.test(field?.cf ?? '')) ?? [];
  return category;
}
