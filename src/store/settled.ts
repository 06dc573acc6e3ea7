import { fromIso, type Nanos, toIso } from '../kit/time.ts';
import type { LogSpan, Sample } from '../model/sample.ts';
import { comparePositions } from '../packet/position.ts';
import type { DayMetadata } from './day-metadata.ts';

interface Reach {
  log: LogSpan;
  arrived: Nanos;
}

/** How far in the log rows reach, by link; '' where the instrument has one. */
export type Settled = ReadonlyMap<string, Readonly<Reach>>;

/** What is to be known of a sample to tell whether it is settled. */
export type Placed = Pick<Sample, 'time' | 'log'> & { readonly times: Pick<Sample['times'], 'port'> };

export const arrivalOf = ({ time, times: { port = time } }: Placed): Nanos => port;

/** Whether a sample is among the rows already: it stands no further in the log than they reach, and has not arrived later. */
export function isSettled(sample: Placed, settled: Settled): boolean {
  const { log } = sample;
  const reach = log && settled.get(log.link ?? '');
  return reach !== undefined && comparePositions(log!, reach.log) <= 0 && arrivalOf(sample) <= reach.arrived;
}

/** How far the rows reach when these have come to them. */
export function reachedBy(settled: Settled, samples: Iterable<Placed>): Settled {
  const reached = new Map<string, Reach>([...settled].map(([link, reach]) => [link, { ...reach }]));
  for (const sample of samples) {
    const { log } = sample;
    if (log === undefined) continue;
    const key = log.link ?? '';
    const arrived = arrivalOf(sample);
    const reach = reached.get(key);
    if (reach === undefined) reached.set(key, { log, arrived });
    else {
      if (comparePositions(reach.log, log) <= 0) reach.log = log;
      if (reach.arrived < arrived) reach.arrived = arrived;
    }
  }
  return reached;
}

export const parseSettled = (settled: DayMetadata['settled']): Settled =>
  new Map(settled.map(({ arrived, ...log }) => [log.link ?? '', { log, arrived: fromIso(arrived) }]));

export const formatSettled = (settled: Settled): DayMetadata['settled'] =>
  [...settled.values()].map(({ log, arrived }) => ({ ...log, arrived: toIso(arrived) }));

/** Samples of one record are settled together, since one place in the log stands for all of them. */
export const isSamePlace = ({ log: a }: Placed, { log: b }: Placed): boolean =>
  a !== undefined && b !== undefined && a.link === b.link && a.day === b.day && a.offset === b.offset;

/**
 * How many of these are final: those before the first whose flags may still change. What stands behind that comes again from the log
 * with it. A sample that is in no log comes only once and is final.
 */
export function finalOf(samples: readonly Sample[]): number {
  let end = samples.findIndex(({ provisional, log }) => provisional && log);
  if (end < 0) return samples.length;
  while (end > 0 && isSamePlace(samples[end - 1]!, samples[end]!)) end -= 1;
  return end;
}
