import type { Bench } from '../harness/bench.ts';
import { QUANTITIES } from './figures.ts';
import { readBare } from './read-bare.ts';
import { runSonde } from './run-sonde.ts';

/** What many instruments at 1 Hz cost in one place. */
export const fleet: Bench = {
  name: 'fleet',
  title: 'Instruments at 1 Hz in one place',
  how:
    'Simulated SBE 37-SMP stream at 1 Hz over TCP. Sonde: one `sonde port-agent --config` and one `sonde run` log, decode, check and store all, ' +
    'from two seconds after all stream. Every record that was sent while it was measured must be in its Parquet file, in order. Memory is the ' +
    'most that its processes hold meanwhile, files that all map counted once; samples that wait for their file come to at most 0.2 MB more of ' +
    'each within five minutes. An answer is what the API says of one instrument, asked for every second. The bare reader is a Node program of ' +
    'thirty lines that cuts what comes into lines, appends each to a file and parses its number.',
  quantities: QUANTITIES,
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: runSonde },
    { name: 'bare Node reader', kind: 'limit', run: readBare },
  ],
  steps: { of: 'instruments', values: [1, 10, 100, 1000], quick: [10] },
  rounds: 1,
  limit:
    'The first hundred bring the processes from idleness to work, and their heaps grow ahead of what lives in them; from 100 to 1,000 each further instrument takes less than a MB.',
};
