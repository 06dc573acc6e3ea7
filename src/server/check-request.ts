import { z } from 'zod';
import { type Issue, ParameterError } from '../kit/errors.ts';
import type { Endpoint } from './endpoint.ts';

/** What came with a request, before it was looked at. */
export interface Raw {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const NOTHING = z.strictObject({});

/** What came with a request, in the form that the endpoint asks for; a `ParameterError` lists all that is wrong with it. */
export function checkRequest(endpoint: Pick<Endpoint, 'params' | 'query' | 'body'>, raw: Raw): Raw {
  const params = (endpoint.params ?? NOTHING).safeParse(raw.params);
  const query = (endpoint.query?.strict() ?? NOTHING).safeParse(raw.query);
  // Where all of a body may be left out, so may the body.
  const body = endpoint.body?.safeParse(raw.body ?? {});
  const issues = [
    ...issuesOf('the address', params.error),
    ...issuesOf('the query', query.error),
    ...issuesOf('the body', body?.error),
  ];
  if (issues.length > 0) throw new ParameterError(issues);
  return { params: params.data, query: query.data, body: body?.data ?? {} };
}

function issuesOf(where: string, error: z.ZodError | undefined): Issue[] {
  return (error?.issues ?? []).flatMap(({ path, message, ...issue }) => {
    const name = path.map(String).join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        where,
        name: [name, key].filter((part) => part !== '').join('.'),
        message: 'is not known here',
      }));
    return [{ where, name: name || 'all of it', message }];
  });
}
