import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Bus } from '../bus/bus.ts';
import type { Caller } from '../bus/services.ts';
import type { ProblemCode } from '../model/api/problem.ts';
import type { Role } from '../model/api/roles.ts';
import type { WhoAmI } from '../model/api/user.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** How a request came. */
export interface Came {
  /** From where. */
  readonly address: string;
  /** Over TLS. */
  readonly isSecure: boolean;
  /** What its session cookie is called, and the secret in it. */
  readonly cookie: string;
  readonly session?: string | undefined;
  /** Its headers, by their names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What an endpoint is told of a request. */
export interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  readonly who: WhoAmI;
  readonly came: Came;
  /** Aborts when whoever asked has gone. */
  readonly signal: AbortSignal;
  readonly bus: Bus;
}

/** An answer that is no JSON, or whose status or headers are to be other than usual. */
export class Answer {
  readonly body: unknown;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    body: string | Uint8Array | Readable | object | null,
    options: { status?: number; headers?: Readonly<Record<string, string>> } = {},
  ) {
    this.body = body;
    this.status = options.status;
    this.headers = options.headers ?? {};
  }
}

/**
 * One thing that the API does, as data: the server, its OpenAPI document, its documentation, its fuzz test and the table of roles are all
 * made from these. Paths are seen from `/api/v1`; `:name` stands for a part.
 */
export interface Endpoint {
  readonly method: Method;
  readonly path: string;
  /** The chapter of the documentation. */
  readonly group: string;
  readonly summary: string;
  readonly description?: string;
  /** The least role; `anyone`: who is not logged in too. */
  readonly role: Role | 'anyone';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** What it answers; a media type for what is no JSON. */
  readonly reply: z.ZodType | string;
  /** 200 where nothing is said. */
  readonly status?: number;
  /** What else may stand against it, besides what follows from all this. */
  readonly problems?: readonly ProblemCode[];
  readonly run: (asked: Asked<never, never, never>) => unknown;
}

type Out<S> = S extends z.ZodType ? z.output<S> : Readonly<Record<string, never>>;

/** An endpoint whose `run` gets what its schemas say. */
export const endpoint = <
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  own: Omit<Endpoint, 'params' | 'query' | 'body' | 'run'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly run: (asked: Asked<Out<P>, Out<Q>, Out<B>>) => unknown;
  },
): Endpoint => own as unknown as Endpoint;
