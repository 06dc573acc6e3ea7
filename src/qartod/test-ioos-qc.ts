import { readFileSync } from 'node:fs';
import { z } from 'zod';

const numbers = z.array(z.number());
const known = z.array(z.number().nullable());
const span = z.tuple([z.number(), z.number()]);
const flags = z.array(z.literal([1, 2, 3, 4, 9]));

const series = z.object({
  values: known,
  times: numbers,
  longitudes: known,
  latitudes: known,
  depths: known,
  gross_range: z.object({ fail: span, suspect: span, flags }),
  climatology: z.object({
    members: z.array(
      z.object({
        tspan: span,
        vspan: span,
        fspan: span.optional(),
        zspan: span.optional(),
        period: z.enum(['month', 'quarter', 'week', 'dayofyear', 'dayofweek', 'year']).optional(),
      }),
    ),
    flags,
  }),
  spike: z.object({ suspect: z.number(), fail: z.number(), average: flags, differential: flags }),
  rate_of_change: z.object({ threshold: z.number(), flags }),
  flat_line: z.object({ suspect: z.number(), fail: z.number(), tolerance: z.number(), flags }),
  location: z.object({
    bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    range_max: z.number(),
    flags,
  }),
  speed: z.object({ suspect: z.number(), fail: z.number(), flags }),
});

/** Random series with the flags that ioos_qc gave them: `fixtures/README.md` says how they were made. */
export const IOOS_QC = z
  .array(series)
  .parse(JSON.parse(readFileSync(new URL('./fixtures/ioos-qc.json', import.meta.url), 'utf8')));

/** `null` and `None` as the tests take them. */
export const masked = (values: readonly (number | null)[]): number[] => values.map((value) => value ?? Number.NaN);
