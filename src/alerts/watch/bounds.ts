import type { ValueRule } from '../../config/alerts-schema.ts';
import type { AlertLevel } from '../../model/api/alert.ts';

type Bounds = NonNullable<ValueRule['alarm']>;
export type BoundsByLevel = Pick<ValueRule, 'alarm' | 'warning' | 'hysteresis'>;

const isWithin = (value: number, [least, greatest]: Bounds, inset: number): boolean =>
  (least === null || value >= least + inset) && (greatest === null || value <= greatest - inset);

/** How a value stands to its bounds, after it stood so: what was told ends only `hysteresis` within the bounds. */
export function levelOf(
  value: number,
  { alarm, warning, hysteresis = 0 }: BoundsByLevel,
  before: AlertLevel | undefined,
): AlertLevel | undefined {
  if (alarm && !isWithin(value, alarm, before === 'alarm' ? hysteresis : 0)) return 'alarm';
  if (warning && !isWithin(value, warning, before === undefined ? 0 : hysteresis)) return 'warning';
  return undefined;
}

/** The bound beyond which a value is, or to which it is still too near. */
export function crossed(value: number, [least, greatest]: Bounds): { readonly beyond: string; readonly bound: number } {
  const isLow = greatest === null || (least !== null && value - least < greatest - value);
  const bound = (isLow ? least : greatest) ?? Number.NaN;
  const isBeyond = isLow ? value < bound : value > bound;
  return { bound, beyond: isBeyond ? (isLow ? 'below' : 'above') : 'still near' };
}

/** `below 0 or above 30`, with the unit. */
export const boundsText = ([least, greatest]: Bounds, unit: string): string =>
  [
    ...(least === null ? [] : [`below ${least}${unit}`]),
    ...(greatest === null ? [] : [`above ${greatest}${unit}`]),
  ].join(' or ');
