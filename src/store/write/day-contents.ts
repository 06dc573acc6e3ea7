import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import type { DayPart } from '../layout.ts';
import { finalOf, isSamePlace, reachedBy, type Settled } from '../settled.ts';
import { fits } from '../stream-facts.ts';
import type { KeptPart } from './last-part.ts';
import type { StreamFiles } from './replace-part.ts';

/** A day gets another file when one holds so many rows: to write a longer one anew each time would cost too much. */
export const MOST_ROWS = 4 * 1024 * 1024;

/** What a file is to hold: the first rows of the one that it replaces, and then samples. */
export interface Content {
  readonly part: DayPart;
  readonly facts: StreamFacts;
  readonly kept?: KeptPart;
  readonly samples: readonly Sample[];
  /** So many of the samples are final. */
  readonly final: number;
  readonly settled: Settled;
}

/** Which files the samples go to: the last one of the day as far as it takes them, and then as many new ones as it needs. */
export function* divide(
  { mostRows = MOST_ROWS }: Pick<StreamFiles, 'mostRows'>,
  day: string,
  facts: StreamFacts,
  samples: readonly Sample[],
  last: KeptPart | undefined,
): Generator<Content> {
  const isFull = last !== undefined && last.rows >= mostRows && last.metadata.provisional === 0;
  const isClosed = isFull || (last !== undefined && !fits(last.metadata, facts));
  let kept = isClosed ? undefined : last;
  let part = (last?.part.part ?? 1) + (isClosed ? 1 : 0);
  let settled: Settled = last?.settled ?? new Map();
  for (let at = 0; at < samples.length; part += 1, kept = undefined) {
    const rest = samples.slice(at);
    const final = finalOf(rest);
    // What replaces provisional rows stays in their file: no row moves from one to another.
    const room = Math.max(mostRows - (kept?.rows ?? 0), kept?.metadata.provisional ?? 0);
    const taken = rest.length <= room ? rest.length : wholeRecords(rest, Math.min(room, final)) || rest.length;
    const content = rest.slice(0, taken);
    settled = reachedBy(settled, content.slice(0, final));
    yield {
      part: { day, part },
      facts,
      ...(kept && { kept }),
      samples: content,
      final: Math.min(final, taken),
      settled,
    };
    at += taken;
  }
}

/** The first so many, and those that come of the same record as the last of them. */
function wholeRecords(samples: readonly Sample[], count: number): number {
  let end = count;
  while (end > 0 && end < samples.length && isSamePlace(samples[end - 1]!, samples[end]!)) end += 1;
  return end;
}
