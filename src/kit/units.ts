/** What a unit (UDUNITS spelling) measures, how many of the base unit it is, and what 0 of it is in the base unit. */
type Unit = readonly [quantity: string, factor: number, zero?: number];

const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>(
  Object.entries({
    '1': ['number', 1],
    percent: ['number', 0.01],
    degree_Celsius: ['temperature', 1, 273.15],
    degree_Fahrenheit: ['temperature', 5 / 9, 273.15 - 32 * (5 / 9)],
    K: ['temperature', 1],
    Pa: ['pressure', 1],
    hPa: ['pressure', 100],
    kPa: ['pressure', 1e3],
    MPa: ['pressure', 1e6],
    mbar: ['pressure', 100],
    dbar: ['pressure', 1e4],
    bar: ['pressure', 1e5],
    psi: ['pressure', 6894.757_293_168],
    'S m-1': ['conductivity', 1],
    'mS cm-1': ['conductivity', 0.1],
    'mS m-1': ['conductivity', 1e-3],
    'uS cm-1': ['conductivity', 1e-4],
    m: ['length', 1],
    cm: ['length', 0.01],
    mm: ['length', 1e-3],
    km: ['length', 1e3],
    'm s-1': ['speed', 1],
    'cm s-1': ['speed', 0.01],
    'mm s-1': ['speed', 1e-3],
    'kg m-3': ['density', 1],
    'g cm-3': ['density', 1e3],
    'g kg-1': ['mass fraction', 1],
    'mg kg-1': ['mass fraction', 1e-3],
    V: ['voltage', 1],
    mV: ['voltage', 1e-3],
  } satisfies Record<string, Unit>),
);

/** Turns values of one unit into those of another; `undefined` where that cannot be done. Both spelled alike always can. */
export function unitConversion(from: string, to: string): ((value: number) => number) | undefined {
  if (from === to) return (value) => value;
  const [quantity, factor, zero = 0] = UNITS.get(from) ?? [];
  const [wanted, divisor, newZero = 0] = UNITS.get(to) ?? [];
  if (quantity === undefined || quantity !== wanted || factor === undefined || divisor === undefined) return undefined;
  const [scale, offset] = [factor / divisor, (zero - newZero) / divisor];
  return (value) => value * scale + offset;
}
