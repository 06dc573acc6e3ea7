import type { Parameter } from '../../definition/parameter.ts';
import { equalBytes } from '../../kit/bytes.ts';
import type { Value } from '../../model/sample.ts';

/** Instruments keep numbers in single precision and show six decimals: what was set comes back so near to it. */
const SINGLE_PRECISION = 1e-6;

function sameNumber(parameter: Parameter, a: number, b: number): boolean {
  const { tolerance } = parameter;
  if (tolerance !== undefined) return Math.abs(a - b) <= tolerance;
  if (parameter.type !== 'number') return a === b;
  if (Math.abs(a - b) <= SINGLE_PRECISION * Math.max(Math.abs(a), Math.abs(b))) return true;
  return parameter.source === 'text' && parameter.format(a) === parameter.format(b);
}

/** Whether two values of a parameter mean the same, within its tolerance or the precision it is sent with. */
export function sameValue(parameter: Parameter, a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return sameNumber(parameter, a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return equalBytes(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => sameValue(parameter, value, b[i]));
  }
  return a === b;
}
