import type { z } from 'zod';
import { ConfigError, describeError, ParameterError, SondeError } from '../kit/errors.ts';
import { PROBLEM_CODES, type ProblemCode, type problem } from './api/problem.ts';

const isCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEM_CODES, code);

/** Whatever was thrown, as the API tells it. */
export function toProblem(thrown: unknown): z.infer<typeof problem> {
  const said = thrown instanceof SondeError ? thrown.code : 'internal';
  const code = isCode(said) ? said : 'internal';
  const issues = thrown instanceof ParameterError || thrown instanceof ConfigError ? thrown.issues : [];
  return {
    type: `/docs#problem-${code}`,
    ...PROBLEM_CODES[code],
    code,
    detail: describeError(thrown),
    ...(issues.length > 0 && { issues: [...issues] }),
  };
}
