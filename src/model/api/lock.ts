import { z } from 'zod';
import { isoTime, name } from './common.ts';
import { ROLES } from './roles.ts';

/** An exclusive lease on an instrument, as everybody sees it. */
export const lock = z.object({
  instrument: name,
  holder: z.string().meta({ description: 'who: the name that events give too' }),
  role: z.enum(ROLES),
  reason: z.string(),
  since: isoTime,
  expires: isoTime,
});
export type Lock = z.infer<typeof lock>;

/** The same, as its holder is told: only who sends its key may use the instrument. */
export const heldLock = lock.extend({
  key: z.string().meta({ description: 'sent as the header x-sonde-lock with every request that uses the instrument' }),
});
export type HeldLock = z.infer<typeof heldLock>;

export const LOCK_SECONDS = { least: 10, default: 300, most: 86_400 } as const;

export const lockRequest = z.strictObject({
  reason: z.string().min(1).max(200),
  seconds: z.int().min(LOCK_SECONDS.least).max(LOCK_SECONDS.most).default(LOCK_SECONDS.default),
  take_over: z
    .boolean()
    .default(false)
    .meta({ description: 'from its holder, which a higher role, an admin, or the same user may' }),
});
export type LockRequest = z.output<typeof lockRequest>;
