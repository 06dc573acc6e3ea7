import { PROBLEM_CODES, type ProblemCode } from '../../model/api/problem.ts';
import type { Endpoint } from '../endpoint.ts';

const isOfInstrument = ({ path }: Endpoint): boolean => path.startsWith('/instruments/:id');

/** The problems that an endpoint may answer with, besides `internal` and those of its own. */
export function problemsOf(endpoint: Endpoint): readonly ProblemCode[] {
  const { role, method, params, body, path, problems = [] } = endpoint;
  return [
    'parameter',
    ...(role === 'anyone' ? [] : (['login_required', 'forbidden'] as const)),
    ...(params !== undefined || path.includes('/:') ? (['not_found'] as const) : []),
    ...(body === undefined ? [] : (['too_large', 'media_type'] as const)),
    ...(method !== 'GET' && isOfInstrument(endpoint) ? (['locked'] as const) : []),
    ...problems,
    'too_many',
  ];
}

/** Each status with what it may mean. */
export const byStatus = (codes: readonly ProblemCode[]): ReadonlyMap<number, readonly ProblemCode[]> =>
  Map.groupBy([...new Set(codes)], (code) => PROBLEM_CODES[code].status);
