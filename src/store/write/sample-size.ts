import type { Sample, Value } from '../../model/sample.ts';

/** What an object with its times, its place in the log and its slots costs besides its values, in bytes: measured with Node 24. */
const RECORD = 480;
/** A number in a slot of its own. */
const NUMBER = 24;

function sizeOfValue(value: Value): number {
  if (typeof value === 'string') return 24 + value.length;
  if (value instanceof Uint8Array) return 120 + value.byteLength;
  if (!Array.isArray(value)) return NUMBER;
  const [first] = value;
  return 32 + value.length * (typeof first === 'number' || first === undefined ? 16 : sizeOfValue(first));
}

/** About how much memory a sample takes, in bytes. */
export const sizeOfSample = ({ values, flags = {} }: Sample): number =>
  Object.values(values).reduce<number>((sum, value) => sum + sizeOfValue(value), RECORD) +
  Object.keys(flags).length * 8;
