import { number } from '../definition/field.ts';
import type { Series, Simulation } from '../definition/simulation.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import type { Random } from './random.ts';
import type { Rule } from './rules.ts';
import { swingAt } from './value-source.ts';

/** Something that takes time: begun, it calls `done` unless it is cancelled before. */
export type Work = (done: () => void) => Timer;

const asNumber = number();
const SERIES_LENGTH = 100;

function seriesWork(clock: Clock, random: Random, series: Series, count: number, say: (line: string) => void): Work {
  return (done) => {
    const began = clock.elapsed();
    const every = milliseconds(series.every);
    let sent = 0;
    let timer = clock.after(every, tick);
    function tick(): void {
      const value = swingAt(series.value, clock.elapsed() - began, random);
      sent += 1;
      if (sent < count) timer = clock.after(every, tick);
      say(series.line.replace(/-?\d+(\.\d+)?/, (example) => asNumber.write(value, example)));
      if (sent >= count) done();
    }
    return { cancel: () => timer.cancel() };
  };
}

/** What the instrument does before it replies; `undefined` where it replies at once. */
export function workOf(
  { name, command }: Rule,
  { series = {}, takes = {} }: Simulation,
  { clock, random, say }: { clock: Clock; random: Random; say(line: string): void },
): Work | undefined {
  const values = series[name];
  if (values !== undefined) return seriesWork(clock, random, values, command.progress?.of ?? SERIES_LENGTH, say);
  const wait = takes[name];
  return wait === undefined ? undefined : (done) => clock.after(milliseconds(wait), done);
}
