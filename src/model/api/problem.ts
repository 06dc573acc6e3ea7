import { z } from 'zod';

/** One thing that is wrong with a request: which, and what would be right. */
export const issue = z.object({
  name: z.string(),
  message: z.string(),
  where: z.string().exactOptional(),
});

/** What stands in place of an answer (RFC 9457); `code` is stable, for scripts. */
export const problem = z.object({
  type: z.string().meta({ description: 'a relative address: where the code is explained' }),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string(),
  detail: z.string(),
  instance: z.string().exactOptional(),
  issues: z.array(issue).exactOptional(),
});
export type Problem = z.infer<typeof problem>;

/** The codes, what each means, and the status that it comes with. */
export const PROBLEM_CODES = {
  parameter: { status: 400, title: 'Something in the request is wrong; all that is wrong is listed' },
  config: { status: 400, title: 'The configuration is wrong; all that is wrong is listed' },
  definition: { status: 400, title: 'The definition of this kind of instrument is wrong' },
  login_required: { status: 401, title: 'Log in, or send a token' },
  forbidden: { status: 403, title: 'Your role, or your token, does not allow this' },
  not_found: { status: 404, title: 'There is no such thing' },
  method: { status: 405, title: 'This address does not do that' },
  state: { status: 409, title: 'Not possible in the present state; what is possible is said' },
  confirmation: { status: 409, title: 'A dangerous command wants `confirm: true`' },
  too_large: { status: 413, title: 'The request is too large' },
  range: { status: 416, title: 'There are not so many bytes' },
  media_type: { status: 415, title: 'The request is not JSON' },
  locked: { status: 423, title: 'Somebody else holds the instrument' },
  too_many: { status: 429, title: 'Too many at once, or too often' },
  internal: { status: 500, title: 'Unforeseen' },
  not_implemented: { status: 501, title: 'This kind of instrument has no such ability' },
  protocol: { status: 502, title: 'The instrument refused, or answered something else' },
  sample: { status: 502, title: 'What the instrument sent could not be decoded' },
  connection: { status: 503, title: 'The instrument is not connected' },
  timeout: { status: 504, title: 'The instrument did not answer in time' },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
