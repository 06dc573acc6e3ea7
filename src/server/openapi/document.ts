import type { z } from 'zod';
import { version } from '../../kit/version.ts';
import { PROBLEM_CODES, type ProblemCode } from '../../model/api/problem.ts';
import { ROLE_TITLES } from '../../model/api/roles.ts';
import type { JsonSchema } from '../../model/metadata.ts';
import type { Endpoint } from '../endpoint.ts';
import { schemaOf, sharedSchemas } from './json-schema.ts';
import { byStatus, problemsOf } from './problems.ts';

/** What is meant by names that mean the same everywhere, where an endpoint does not say it itself. */
const MEANINGS: Readonly<Record<string, string>> = {
  id: 'its id',
  stream: 'one of its streams',
  command: 'one of its commands',
  job: 'the id of a job',
  kind: 'a kind of instrument',
  name: 'how it is called',
  day: 'a day, in UTC',
  run: 'the id of a run',
  what: 'what is to become of it',
  from: 'where it begins',
  limit: 'at most so many',
  count: 'so many of the newest',
  buckets: 'at most so many pieces of the same length',
  order: 'which come first',
  format: 'of the file',
  offset: 'from which byte on',
  length: 'so many bytes',
  types: 'only these, separated by commas',
  levels: 'only these, separated by commas',
};

/** What is said of an answer of which nothing more is to be said. */
export const DONE = 'Done';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface Content {
  readonly [type: string]: { readonly schema: JsonSchema };
}

export interface Response {
  readonly description: string;
  readonly content?: Content;
  /** Of the problems that it may be. */
  readonly 'x-codes'?: readonly ProblemCode[];
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** The least role. */
  readonly 'x-role': Endpoint['role'];
}

/** What the API does, as others read it (OpenAPI 3.1). */
export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly license: object;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: object;
  };
}

const DESCRIPTION = `Everything that the web page does is done with this.

**Who asks.** A token goes in the header \`authorization: Bearer <token>\`; browsers have a session cookie. Where there are no users, whoever is at the machine itself needs neither. Each endpoint names the least role that may ask: ${Object.entries(
  ROLE_TITLES,
)
  .map(([role, title]) => `\`${role}\` (${title})`)
  .join(', ')}.

**Locks.** An instrument that somebody holds is used only by requests with the lock's key in the header \`x-sonde-lock\`.

**Errors** are problem details (RFC 9457); \`code\` is stable, and \`issues\` lists all that is wrong with a request at once.

Times are ISO-8601 in UTC. Names are snake_case.`;

/** The document of these endpoints; all of them stand below the prefix. */
export function openApiOf(endpoints: readonly Endpoint[], prefix: string): OpenApi {
  const byPath = Map.groupBy(endpoints, ({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sonde',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: prefix }],
    tags: [...new Set(endpoints.map(({ group }) => group))].map((name) => ({ name })),
    paths: Object.fromEntries(
      [...byPath].map(([path, own]) => [
        path,
        Object.fromEntries(own.map((endpoint) => [endpoint.method.toLowerCase(), operationOf(endpoint)])),
      ]),
    ),
    components: {
      schemas: sharedSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'an API token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'sonde_8100',
          description: 'of who has logged in; the port is in its name',
        },
      },
    },
  };
}

function operationOf(endpoint: Endpoint): Operation {
  const { method, path, group, summary, description, role, body } = endpoint;
  const bodySchema = body && schemaOf(body);
  return {
    operationId: [method.toLowerCase(), ...path.split(/\W+/)].filter((part) => part !== '').join('_'),
    tags: [group],
    summary,
    description: description ?? '',
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
    ...(bodySchema && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: bodySchema } },
      },
    }),
    responses: { ...repliesOf(endpoint), ...refusalsOf(endpoint) },
    security: role === 'anyone' ? [] : [{ token: [] }, { session: [] }],
    'x-role': role,
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: Parameter['in']): Parameter[] {
  return Object.entries(schema?.shape ?? {}).map(([name, own]) => {
    const { description, ...rest } = schemaOf(own);
    return {
      name,
      in: place,
      required: place === 'path' || own._zod.optin === undefined,
      description: typeof description === 'string' ? description : (MEANINGS[name] ?? ''),
      schema: rest,
    };
  });
}

function repliesOf({ reply, status = 200 }: Endpoint): Operation['responses'] {
  if (status === 204) return { 204: { description: DONE } };
  const content: Content =
    typeof reply === 'string'
      ? { [reply]: { schema: { type: 'string' } } }
      : { 'application/json': { schema: schemaOf(reply) } };
  return {
    [status]: { description: DONE, content },
    ...(status === 202 && { 200: { description: 'It is over', content } }),
  };
}

const PROBLEM: Content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const refusalsOf = (endpoint: Endpoint): Operation['responses'] => ({
  ...Object.fromEntries(
    [...byStatus(problemsOf(endpoint))].map(([status, codes]) => {
      const meanings = codes.map((code) => `\`${code}\`: ${PROBLEM_CODES[code].title}`);
      return [status, { description: meanings.join('; '), content: PROBLEM, 'x-codes': codes }];
    }),
  ),
  default: { description: 'Any other problem', content: PROBLEM },
});
