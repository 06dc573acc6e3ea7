import type { Sample, Value } from '../../model/sample.ts';

/** What an object with its times and its place in the log costs besides its values, in bytes: measured with Node 24. Flags are shared by all that have the same. */
const RECORD = 480;
/** A number that is not whole stands in a place of its own. */
const NUMBER = 24;
const SLOT = 8;

function sizeOfValue(value: Value): number {
  if (typeof value === 'string') return 24 + value.length;
  if (value instanceof Uint8Array) return 120 + value.byteLength;
  if (!Array.isArray(value)) return Number.isInteger(value) ? SLOT : NUMBER;
  const [first] = value;
  return 32 + value.length * (typeof first === 'number' || first === undefined ? 16 : sizeOfValue(first));
}

/** About how much memory a sample takes, in bytes. */
export const sizeOfSample = ({ values }: Sample): number =>
  Object.values(values).reduce<number>((sum, value) => sum + sizeOfValue(value), RECORD);
