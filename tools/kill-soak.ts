// Kills the pipeline at random moments, for as long as one likes: `node tools/kill-soak.ts [--kills 1000] [--seed 1] [--pause 3000]`,
// with the longest time between two kills in ms. It ends with 1 when a number is not once in the files, in order, at any moment.
import { deepStrictEqual } from 'node:assert';
import { parseArgs } from 'node:util';
import { killSoak } from '../src/main/testing/kill-soak.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    pause: { type: 'string', default: '3000' },
  },
});
const [kills, seed, pause] = [values.kills, values.seed, values.pause].map(Number) as [number, number, number];
const begun = performance.now();
const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
const { logged, stored, reads, events, ...report } = await killSoak({
  kills,
  seed,
  pause,
  onKill: (count, seen) => void (count % 50 === 0 && console.log(`${count} kills in ${seconds()}, ${seen} numbers`)),
});
console.log({
  ...report,
  logged: logged.length,
  stored: stored.length,
  reads: reads.length,
  growths: new Set(reads).size,
  events,
  took: seconds(),
});
deepStrictEqual(stored, logged);
