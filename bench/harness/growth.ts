import type { Bench } from './bench.ts';
import { type BenchRecord, spreadAt } from './record.ts';
import { figure, withUnit } from './words.ts';

/** How Sonde's figures change from the first step to the last: `CPU 0.4 % → 48 % (× 120 for × 1,000 instruments)`. */
export function growthOf({ quantities, contestants, steps }: Bench, record: BenchRecord): string[] {
  const [first, last] = [steps?.values[0], steps?.values.at(-1)];
  const sonde = contestants[0]?.name;
  if (steps === undefined || first === undefined || last === undefined || sonde === undefined) return [];
  return quantities.flatMap((quantity, i) => {
    const from = spreadAt(record, sonde, first, i)?.median;
    const to = spreadAt(record, sonde, last, i)?.median;
    if (from === undefined || to === undefined) return [];
    const times = from > 0 && to > 0 ? ` (× ${figure(to / from)} for × ${figure(last / first)} ${steps.of})` : '';
    return `${quantity.name} ${withUnit(from, quantity)} → ${withUnit(to, quantity)}${times}`.trim();
  });
}
