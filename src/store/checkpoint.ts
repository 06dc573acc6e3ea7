import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../kit/files.ts';
import { mapValues } from '../kit/records.ts';
import type { Remembered, ResumePoint } from '../model/driver-event.ts';
import type { Value } from '../model/sample.ts';

const position = z.object({
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  offset: z.number().int().nonnegative(),
});
/** A value as it was, where JSON has no form for it. */
const marked = z.union([
  z.object({ bytes: z.string() }).transform(({ bytes }): Value => Uint8Array.from(Buffer.from(bytes, 'base64'))),
  z.object({ number: z.string() }).transform(({ number }): Value => Number(number)),
]);
const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(value), marked]),
);
const schema = z.object({
  resume: z.union([position, z.record(z.string(), position)]),
  remembered: z.record(z.string(), z.record(z.string(), value)).optional(),
});

/** How far in the log an instrument's samples have been taken care of, and what the next ones must know of them. */
export interface Place {
  readonly resume: ResumePoint;
  readonly remembered?: Remembered | undefined;
}

export interface Checkpoint {
  /** `undefined` where there is none, or none that can be read. */
  read(): Promise<Place | undefined>;
  write(place: Place): Promise<void>;
}

/** Unlike the JSON that leaves the process, this has to become the same value again. */
function toMarked(of: Value): unknown {
  if (of instanceof Uint8Array) return { bytes: Buffer.from(of).toString('base64') };
  if (Array.isArray(of)) return of.map(toMarked);
  return typeof of === 'number' && !Number.isFinite(of) ? { number: String(of) } : of;
}

const plain = (remembered: Remembered): object => mapValues(remembered, (values) => mapValues(values, toMarked));

/** A checkpoint in a file of its own. Without one everything is read again, and what was kept already is passed over. */
export const checkpointFile = (path: string): Checkpoint => ({
  async read() {
    try {
      return schema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch {
      return undefined;
    }
  },
  write: ({ resume, remembered }) =>
    writeFileAtomic(path, `${JSON.stringify({ resume, ...(remembered && { remembered: plain(remembered) }) })}\n`),
});
