import { z } from 'zod';
import { askedTime, isoTime, name } from './common.ts';
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
export const userRequests = {
  login: z.strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
  ownPassword: z.strictObject({ current: z.string().min(1).max(200), password }),
  add: z.strictObject({ name: userName, role: z.enum(ROLES), password }),
  change: z.strictObject({ role: z.enum(ROLES).exactOptional(), password: password.exactOptional() }),
  addToken: z.strictObject({
    name: userName,
    role: z.enum(ROLES),
    instruments: z
      .array(name)
      .min(1)
      .max(1000)
      .exactOptional()
      .meta({ description: 'the only ones that it is for; all where it is left out' }),
    expires: askedTime.exactOptional(),
  }),
} as const;

/** A new token: the only time that its secret is told. */
export const newToken = token.extend({ secret: z.string() });
