import { resolve } from 'node:path';
import { z } from 'zod';
import { parseByteSize } from '../kit/byte-size.ts';
import type { UpkeepRules } from '../packet/upkeep.ts';
import { parsedBy } from './parsed-by.ts';

/** What is to become of the days of logs that are over. */
export const logRules = z.strictObject({
  compress: z.boolean().optional(),
  /** How much of each log stays here once it is archived. */
  keep: z
    .strictObject({ days: z.number().int().min(1).optional(), size: parsedBy(parseByteSize).optional() })
    .optional(),
  /** A folder that is there. */
  archive: z.string().min(1).optional(),
});
type LogRules = z.infer<typeof logRules>;

/** The rules for one instrument's log: its own go before those for all. */
export function upkeepOf(
  { log: all = {} }: { readonly log?: LogRules | undefined },
  { log: own = {} }: { readonly log?: LogRules | undefined },
): UpkeepRules {
  const { compress = true, keep: { days, size: bytes } = {}, archive } = { ...all, ...own };
  return {
    compress,
    ...(archive !== undefined && { archive: resolve(archive) }),
    ...(days !== undefined && { keepDays: days }),
    ...(bytes !== undefined && { keepBytes: parseByteSize(bytes) }),
  };
}
