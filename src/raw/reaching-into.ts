import type { Sample } from '../model/sample.ts';
import { HEADER_SIZE, MAX_PACKET } from '../packet/codec.ts';
import { readLog } from '../packet/log-reader.ts';
import { comparePositions, type Position } from '../packet/position.ts';

/** Of samples that begin before a place or behind it those that have bytes there or behind. */
export async function reachingInto(dir: string, samples: readonly Sample[], place: Position): Promise<Sample[]> {
  const earlier = samples.flatMap(({ log }) => (log !== undefined && comparePositions(log, place) < 0 ? [log] : []));
  const [first] = earlier.sort(comparePositions);
  if (first === undefined) return [...samples];
  const between = await bytesUpTo(dir, first, place);
  return samples.filter(({ log }) => log !== undefined && log.length > between(log));
}

/** Says how many of the instrument's bytes stand from a place on up to another; 0 where it lies behind that. */
async function bytesUpTo(dir: string, from: Position, to: Position): Promise<(place: Position) => number> {
  /** Where each payload begins, and how many bytes come before it. */
  const runs: { readonly at: Position; readonly before: number }[] = [];
  let total = 0;
  // The packet that the place lies in is wanted too.
  const end = { day: to.day, offset: to.offset + MAX_PACKET };
  for await (const batch of readLog(dir, { from, to: end })) {
    for (const { packet, position } of batch) {
      if (packet.type !== 'DATA_FROM_INSTRUMENT') continue;
      const at = { day: position.day, offset: position.offset + HEADER_SIZE };
      if (comparePositions(at, to) >= 0) continue;
      runs.push({ at, before: total });
      total += at.day === to.day ? Math.min(packet.payload.length, to.offset - at.offset) : packet.payload.length;
    }
  }
  return (place) => {
    if (comparePositions(place, to) >= 0) return 0;
    let [low, high] = [0, runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comparePositions(runs[middle]!.at, place) <= 0) low = middle + 1;
      else high = middle;
    }
    const run = runs[low - 1];
    return run === undefined ? total : total - run.before - (place.offset - run.at.offset);
  };
}
