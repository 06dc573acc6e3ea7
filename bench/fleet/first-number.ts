const RECORD = /^#? *(-?\d+\.\d+),/m;

/** The first number of a record of an SBE 37, its temperature. */
export function firstNumber(line: string): number | undefined {
  const [, value] = RECORD.exec(line) ?? [];
  return value === undefined ? undefined : Number(value);
}
