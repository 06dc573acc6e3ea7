import { z } from 'zod';
import { isoTime } from './common.ts';
import { ROLES } from './roles.ts';

export const userName = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{0,39}$/, 'must be small letters, digits, ., _ and -, beginning with a letter');
export const password = z.string().min(10, 'must have at least 10 characters').max(200);

export const user = z.object({
  name: userName,
  role: z.enum(ROLES),
  created: isoTime,
  last_login: isoTime.exactOptional(),
});
export type User = z.infer<typeof user>;

/** Who asks, as the server sees them. */
export const whoAmI = z.object({
  /** As events name them: a user, `token <name>`, or `<user>@<host>` where nobody has to log in. */
  name: z.string(),
  role: z.enum(ROLES),
  /** Where nobody has to log in: who reaches the machine itself may do everything. */
  login: z.enum(['none', 'password', 'token', 'needed']),
});
export type WhoAmI = z.infer<typeof whoAmI>;

export const token = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** The instruments that it is for; all where none are named. */
  instruments: z.array(z.string()).exactOptional(),
  created: isoTime,
  by: z.string(),
  expires: isoTime.exactOptional(),
  last_used: isoTime.exactOptional(),
});
export type Token = z.infer<typeof token>;
/** A new token: the only time that its secret is told. */
export const newToken = token.extend({ secret: z.string() });
