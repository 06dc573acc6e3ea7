import type { DayMetadata } from '../store/day-metadata.ts';

/** What several files (at least one) say of themselves, oldest first, as one: the newest word counts, and nothing that is named is lost. */
export const mergeMetadata = (files: readonly DayMetadata[]): DayMetadata =>
  files.reduce((before, now) => ({
    ...now,
    fields: { ...before.fields, ...now.fields },
    flags: { ...before.flags, ...now.flags },
    definitions: [...new Set([...before.definitions, ...now.definitions])],
    calibrations: { ...before.calibrations, ...now.calibrations },
  }));
