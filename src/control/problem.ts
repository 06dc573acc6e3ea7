import { describeError, type Issue, ParameterError, SondeError } from '../kit/errors.ts';

/** An error as it goes over the wire (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly issues?: readonly Issue[];
}

const STATUS: Readonly<Record<string, number>> = {
  parameter: 400,
  config: 400,
  state: 409,
  connection: 503,
  timeout: 504,
  protocol: 502,
  not_implemented: 501,
};

export function toProblem(thrown: unknown): Problem {
  const code = thrown instanceof SondeError ? thrown.code : 'internal';
  return {
    status: STATUS[code] ?? 500,
    code,
    detail: describeError(thrown),
    ...(thrown instanceof ParameterError && { issues: thrown.issues }),
  };
}

/** An error that another process reported, with its stable code. */
export class RemoteError extends SondeError {
  readonly code: string;
  readonly issues: readonly Issue[];
  constructor(problem: Problem) {
    super(problem.detail);
    this.code = problem.code;
    this.issues = problem.issues ?? [];
  }
}
