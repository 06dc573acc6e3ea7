import { z } from 'zod';
import { type Issue, SondeError } from '../kit/errors.ts';

const told = z.object({
  code: z.string().catch('internal'),
  detail: z.string().catch('it says nothing about what went wrong'),
  issues: z
    .array(z.object({ name: z.string(), message: z.string(), where: z.string().exactOptional() }))
    .catch([])
    .default([]),
});

/** An error that another program reported, with its stable code. */
export class RemoteError extends SondeError {
  readonly code: string;
  readonly issues: readonly Issue[];

  /** From a problem as it came (RFC 9457). */
  constructor(problem: unknown) {
    const { code, detail, issues } = told.parse(problem);
    super(detail);
    this.code = code;
    this.issues = issues;
  }
}
