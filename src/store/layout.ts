import { join } from 'node:path';

/** Where an instrument's samples, and what is made of them, stand in its folder `<data>/<instrument>`. */
export const samplesFolder = (own: string, stream: string): string => join(own, 'samples', stream);
export const rollupsFolder = (own: string, stream: string): string => join(own, 'rollups', stream);
/** Held while files of a stream are replaced. */
export const streamLock = (own: string, stream: string): string => join(own, 'locks', `${stream}.lock`);
export const calibrationsLock = (own: string): string => join(own, 'locks', '.calibrations.lock');
export const eventsFolder = (own: string): string => join(own, 'events');

/** A file of samples: those of a UTC day, or the next so many of a day that has more than one file should hold. */
export interface DayPart {
  readonly day: string;
  /** 1 for the day's first file, and mostly its only one. */
  readonly part: number;
}

const PART = /^(\d{4}-\d\d-\d\d)(?:\.([2-9]|[1-9]\d+))?\.parquet$/;

/** `2026-11-22.parquet`, then `2026-11-22.2.parquet`. */
export const partName = ({ day, part }: DayPart): string => `${day}${part === 1 ? '' : `.${part}`}.parquet`;

/** What a file's name says; `undefined` for one that holds no samples. */
export function parsePart(name: string): DayPart | undefined {
  const [, day, part = '1'] = PART.exec(name) ?? [];
  return day === undefined ? undefined : { day, part: Number(part) };
}

export const compareParts = (a: DayPart, b: DayPart): number =>
  a.day === b.day ? a.part - b.part : a.day < b.day ? -1 : 1;
