import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { dayRows } from './day-rows.ts';
import { appendToDay } from './day-writer.ts';
import type { StreamFiles } from './replace-part.ts';

/** Adds samples to the files of a day. */
export const storeDay = (files: StreamFiles, day: string, facts: StreamFacts, samples: readonly Sample[]) =>
  appendToDay(files, day, facts, dayRows(facts, samples));
