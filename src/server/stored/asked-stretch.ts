import { z } from 'zod';
import { fromIso, type Nanos } from '../../kit/time.ts';
import { askedTime } from '../../model/api/common.ts';
import type { Stretch } from '../../store/read/stretch.ts';

/** A stretch of time, as it is asked for. */
export const stretchQuery = {
  from: askedTime.exactOptional().meta({ description: 'the first time: 2026-11-22T06:00Z, or a day' }),
  to: askedTime.exactOptional().meta({ description: 'the first time that is not wanted any more' }),
};

/** Names with commas between them. */
export const nameList = z
  .string()
  .max(4000)
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.string().regex(/^\w{1,100}$/, 'must be names with commas between them')))
  .meta({ example: 'temp,pressure' });

/** Files keep times as 64 bits of nanoseconds: what is asked of before and after that is asked of its ends. */
const [FIRST, LAST] = [fromIso('1678-01-01'), fromIso('2262-01-01')];

/** The time that a text stands for. */
export function toNanos(text: string): Nanos {
  const time = fromIso(text);
  return time < FIRST ? FIRST : time > LAST ? LAST : time;
}

/** The stretch that a query asks for. */
export const stretchOf = ({
  from,
  to,
}: { readonly [end in 'from' | 'to']?: string | undefined }): Partial<Stretch> => ({
  ...(from !== undefined && { from: toNanos(from) }),
  ...(to !== undefined && { to: toNanos(to) }),
});
