import type { Sample } from '../model/sample.ts';
import type { Refiner } from './refiner.ts';

/** No more samples of a stream than these are recalled. */
const MOST = 1 << 20;

/** Reads the last samples of a stream before the place from which it goes on, oldest first. */
export type ReadLast = (stream: string, count: number) => Promise<readonly Sample[]>;

/** The samples that a refiner must recall to go on as if it had never stopped. */
export async function historyFor({ memory }: Pick<Refiner, 'memory'>, readLast: ReadLast): Promise<readonly Sample[]> {
  const all: (readonly Sample[])[] = [];
  for (const [stream, { samples: least, seconds }] of Object.entries(memory)) {
    let count = least;
    let found = await readLast(stream, count);
    while (found.length === count && count < MOST && spanOf(found) < seconds) {
      count = Math.min(MOST, moreThan(found, seconds));
      found = await readLast(stream, count);
    }
    all.push(found);
  }
  return all.flat();
}

/** How many samples are looked at next, where these do not reach so far back: as many as should, if that is known, but no more than four times as many. */
function moreThan(found: readonly Sample[], seconds: number): number {
  const share = spanOf(found) / seconds;
  return Math.ceil(found.length * Math.min(4, share > 0 ? 1.1 / share : 4)) + 1;
}

function spanOf(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  return first === undefined || last === undefined ? 0 : Number(last.time - first.time) / 1e9;
}
