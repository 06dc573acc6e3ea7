/** What stands where nothing is known. */
export const UNKNOWN = '–';

const SPELLED: Readonly<Record<string, string>> = {
  degree_Celsius: '°C',
  degrees_Celsius: '°C',
  degree_C: '°C',
  celsius: '°C',
  degree: '°',
  degrees: '°',
  degree_north: '°N',
  degree_east: '°E',
  percent: '%',
  '1': '',
};
const RAISED: Readonly<Record<string, string>> = { '-': '⁻', '1': '¹', '2': '²', '3': '³', '4': '⁴' };

/** A UDUNITS spelling as people write it: `m s-1` is `m s⁻¹`. */
export const unitWords = (unit: string | undefined): string =>
  unit === undefined
    ? ''
    : (SPELLED[unit] ??
      unit.replace(/(?<=[a-zA-Z])(?<!\de)(-?[1-4])(?![\d.])/g, (power) =>
        [...power].map((sign) => RAISED[sign]).join(''),
      ));

/** A number with as many digits as say something: seven at the most where nothing is said, none that are only noise of floating point. */
export function numberWords(value: number, digits = 7): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return String(value);
  return size !== 0 && (size < 1e-4 || size >= 1e9)
    ? value.toExponential(3)
    : String(Number(value.toPrecision(Math.max(digits, Math.trunc(size).toString().length))));
}

/** Any value of a sample or a parameter, as text on one line. */
export function valueWords(value: unknown, digits?: number): string {
  if (value === null || value === undefined || value === '') return UNKNOWN;
  if (typeof value === 'number') return numberWords(value, digits);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((one) => valueWords(one, digits)).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const SCALED = /^(\d*\.?\d+(?:e-?\d+)?) (\S.*)$/;

/** A value in a whole unit, where its own is a part or a multiple of that: 12215 of `0.001 dbar` is 12.215 `dbar`. */
export function inWholeUnit(value: unknown, unit: string | undefined): { value: unknown; unit: string | undefined } {
  const [, factor, whole] = SCALED.exec(unit ?? '') ?? [];
  if (typeof value !== 'number' || factor === undefined) return { value, unit };
  return { value: Number((value * Number(factor)).toPrecision(12)), unit: whole };
}
