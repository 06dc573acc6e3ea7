import type { LiveData } from '../../../../../src/model/api/live.ts';

/** A sample that came live; `at` is its time in s. */
export type LiveSample = Omit<LiveData<'samples'>['samples'][number], 'time'> & { readonly at: number };
/** What came since the page looks, by stream, oldest first. */
export type Tail = ReadonlyMap<string, readonly LiveSample[]>;

/** So many of each stream are kept. */
export const MOST_KEPT = 2000;

/** So many samples make a sparkline. */
export const RECENT = 60;

/** What was kept, and what came; of too many every other of the older half goes: they are stored, and asked for again. */
export function keep(kept: readonly LiveSample[], came: readonly LiveSample[]): readonly LiveSample[] {
  const all = [...kept, ...came];
  const older = Math.floor(all.length / 2);
  return all.length <= MOST_KEPT ? all : all.filter((_, i) => i >= older || i % 2 === 0);
}

/** Samples as they are told, with their times as numbers. */
export const liveSamples = ({ samples }: LiveData<'samples'>): LiveSample[] =>
  samples.map(({ time, ...sample }) => ({ ...sample, at: Date.parse(time) / 1000 }));

/** One behind the other, none twice; the last of them. */
export function joined(stored: readonly LiveSample[], tail: readonly LiveSample[]): readonly LiveSample[] {
  const begin = tail[0]?.at ?? Number.POSITIVE_INFINITY;
  return [...stored.filter(({ at }) => at < begin), ...tail].slice(-RECENT);
}
