import type { Parameter } from '../definition/parameter.ts';
import type { Value } from '../model/sample.ts';

/** What is wrong with a value as the instrument knows it, or `undefined`. */
export function rangeProblem(parameter: Parameter, value: Value): string | undefined {
  const { type, min, max, choices } = parameter;
  if (choices !== undefined) {
    const known = Object.values<Value>(choices);
    return known.includes(value) ? undefined : `must be one of ${known.join(', ')}`;
  }
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (type === 'text') return typeof value === 'string' ? undefined : 'must be a text';
  if (type !== 'integer' && type !== 'number') return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  if (type === 'integer' && !Number.isInteger(value)) return 'must be a whole number';
  if (min !== undefined && value < min) return `must be at least ${min}`;
  return max !== undefined && value > max ? `must be at most ${max}` : undefined;
}
