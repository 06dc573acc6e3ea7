import { SondeError } from '../kit/errors.ts';

/** What the exit code of every command means, by the error's code. Anything unforeseen is 1. */
export const EXIT_CODES = {
  config: 2,
  parameter: 2,
  not_found: 2,
  state: 3,
  confirmation: 3,
  connection: 4,
  timeout: 5,
  protocol: 6,
  sample: 7,
  damaged_log: 7,
  definition: 8,
  not_implemented: 9,
  locked: 10,
  forbidden: 11,
  login_required: 11,
  too_many: 12,
} as const;

export const exitCodeOf = (error: unknown): number => {
  if (error instanceof SondeError) return EXIT_CODES[error.code as keyof typeof EXIT_CODES] ?? 1;
  return isRefused(error) ? EXIT_CODES.config : 1;
};

const REFUSALS: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS'];

/** Whether the operating system does not let this user do it: theirs to put right, and not unforeseen. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && REFUSALS.includes(error.code);
