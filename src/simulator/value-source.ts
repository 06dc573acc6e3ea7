import type { SimulatedValue, Swing } from '../definition/simulation.ts';
import { milliseconds } from '../kit/duration.ts';
import type { Nanos } from '../kit/time.ts';
import type { Value } from '../model/sample.ts';
import type { Random } from './random.ts';

/** The value of a swing at a time in ms. */
export function swingAt({ around, swing, period = '10 min', noise = 0 }: Swing, ms: number, random: Random): number {
  return around + swing * Math.sin((2 * Math.PI * ms) / milliseconds(period)) + noise * (2 * random() - 1);
}

/** Gives the value for the next record each time it is called. `elapsed` in ms moves the swing, `time` is the instrument's. */
export type ValueSource = (elapsed: number, time: Nanos) => Value;

/** `example` is the value in the example record: a list is made as long. */
export function valueSource(value: SimulatedValue, random: Random, example?: Value): ValueSource {
  if ('clock' in value) return (_, time) => value.clock(time);
  if ('around' in value) return (elapsed) => swingAt(value, elapsed, random);
  if ('each' in value) {
    const { each, slope = 0 } = value;
    const length = Array.isArray(example) ? example.length : 0;
    return (elapsed) => Array.from({ length }, (_, i) => swingAt(each, elapsed, random) + i * slope);
  }
  let count = -1;
  return () => {
    count = (count + 1) % value.counts;
    return count;
  };
}
