import { MINUTE, type Nanos, SECOND } from '../../kit/time.ts';
import { isEmpty, type Stretch } from '../read/stretch.ts';

const ceil = (value: bigint, unit: bigint): bigint => -floor(-value, unit);
const floor = (value: bigint, unit: bigint): bigint => value - (((value % unit) + unit) % unit);

/**
 * How long the buckets are that cut a stretch into at most `most`. They begin at whole multiples of their length since 1970, so that
 * a stretch that moves on keeps its buckets; from a minute on they are whole minutes, from a second on whole seconds.
 */
export function bucketWidth({ from, to }: Stretch, most: number): Nanos {
  const least = ceil(to - from, BigInt(most)) / BigInt(most);
  const unit = least > MINUTE ? MINUTE : least > SECOND ? SECOND : 1n;
  let width = ceil(least < 1n ? 1n : least, unit);
  while (count(from, to, width) > BigInt(most)) width += unit === 1n ? ceil(width, 100n) / 100n : unit;
  return width;
}

/** One that is not whole, at each end, is one more. */
const count = (from: Nanos, to: Nanos, width: Nanos): bigint =>
  (floor(to - 1n, width) - floor(from, width)) / width + 1n;

/** The whole minutes of a stretch; `undefined` where it has none. */
export function wholeMinutes({ from, to }: Stretch): Stretch | undefined {
  const inner = { from: ceil(from, MINUTE), to: floor(to, MINUTE) };
  return isEmpty(inner) ? undefined : inner;
}
