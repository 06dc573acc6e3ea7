import { ConfigError, describeError, ParameterError, SondeError } from '../../kit/errors.ts';
import { PROBLEM_CODES, type Problem, type ProblemCode } from './problem.ts';

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEM_CODES, code);

/** Whatever was thrown, as it goes over the wire. */
export function problemOf(thrown: unknown, instance?: string): Problem {
  const code = thrown instanceof SondeError && isProblemCode(thrown.code) ? thrown.code : 'internal';
  const issues = thrown instanceof ParameterError || thrown instanceof ConfigError ? thrown.issues : [];
  return {
    type: `/docs#problem-${code}`,
    title: PROBLEM_CODES[code].title,
    status: PROBLEM_CODES[code].status,
    code,
    detail: describeError(thrown),
    ...(instance !== undefined && { instance }),
    ...(issues.length > 0 && { issues: [...issues] }),
  };
}
