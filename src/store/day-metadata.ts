import { z } from 'zod';
import type { FieldMetadata } from '../model/metadata.ts';

/** The key of a Parquet file's metadata under which what follows stands, as JSON. */
export const METADATA_KEY = 'sonde';

const reach = z.object({
  link: z.string().exactOptional(),
  day: z.string(),
  offset: z.number(),
  length: z.number(),
  /** When the newest of the rows arrived, ISO-8601: tells a log that was begun anew, whose places start again, from one read again. */
  arrived: z.string(),
});

const fieldType = z.enum(['number', 'integer', 'text', 'flag', 'bytes', 'list']);
const field: z.ZodType<FieldMetadata> = z.object({
  title: z.string(),
  unit: z.string().exactOptional(),
  cf: z.string().exactOptional(),
  type: fieldType,
  items: fieldType.exclude(['list']).exactOptional(),
  valid: z.tuple([z.number(), z.number()]).exactOptional(),
});

/** What a file of samples says of itself. */
export const dayMetadata = z.object({
  /** Of this form. */
  version: z.literal(1),
  instrument: z.object({
    id: z.string(),
    name: z.string().optional(),
    kind: z.string(),
    maker: z.string(),
    model: z.string(),
    serial_number: z.string().optional(),
    site: z.string().optional(),
    /** Degrees, and metres below the surface. */
    position: z.object({ latitude: z.number(), longitude: z.number(), depth: z.number().optional() }).optional(),
  }),
  stream: z.object({ name: z.string(), title: z.string(), ooi: z.string().exactOptional() }),
  fields: z.record(z.string(), field),
  /** Its columns of flags: of which field, and of which test; of all tests together where none is said. */
  flags: z.record(z.string(), z.object({ field: z.string(), test: z.string().exactOptional() })),
  /** The definitions that decoded it, in the order in which they were first used: `<program's version>/<digest>`. */
  definitions: z.array(z.string()),
  /** The calibrations that its derived values were made with, by their name in the samples. */
  calibrations: z.record(
    z.string(),
    z.object({ date: z.string().optional(), source: z.string(), coefficients: z.record(z.string(), z.json()) }),
  ),
  /** The replacements of its rows that went on while it grew, oldest first: see `replace/`. */
  replacements: z.array(z.string()).exactOptional(),
  /** So many rows at its end are provisional: they come again, and are replaced. */
  provisional: z.number().int().nonnegative(),
  /** How far in the log of each link the rows of the day reach that are not provisional, in this file and those before it. */
  settled: z.array(reach),
});
export type DayMetadata = z.infer<typeof dayMetadata>;

/** What the samples do not say themselves. */
export type StreamFacts = Omit<DayMetadata, 'version' | 'provisional' | 'settled'>;
