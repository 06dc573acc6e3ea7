import type { Bench, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';

const CONTESTANTS = new URL('pd0-contestants.ts', import.meta.url).href;
const bytes = ({ quick }: Turn): number => (quick ? 16 : 256) * 2 ** 20;

/** A Workhorse's ensembles become samples. */
export const pd0: Bench = {
  name: 'decode-pd0',
  title: 'Workhorse PD0 → samples',
  how: 'Ensembles that two Teledyne Workhorses sent (30 cells in earth coordinates, 60 in beam coordinates), again and again, in chunks of 64 KiB. Sonde finds each, verifies its checksum, and makes samples of it: the profile with its 16 lists, how the instrument is, and its configuration where that has changed. Every value of every profile is read and summed up; the sum is compared with that of a slow reading by the maker’s tables. The limits: the same lists, made and read by hand where they are known to stand, with nothing found, verified or tested; and a copy of the same chunks.',
  quantities: [{ name: '', unit: 'MB/s', better: 'more', goals: [{ value: 150 }] }],
  limit: 'An array for each of 16 lists, filled and read: by hand, with nothing else done, that is hardly faster.',
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: (turn) => inChild(CONTESTANTS, 'sonde', bytes(turn)) },
    { name: 'the lists alone, by hand', kind: 'limit', run: (turn) => inChild(CONTESTANTS, 'byHand', bytes(turn)) },
    { name: 'memory copy', kind: 'limit', run: (turn) => inChild(CONTESTANTS, 'copy', bytes(turn)) },
  ],
};
