import { once } from 'node:events';
import { abortable } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import { toIso } from '../kit/time.ts';
import { readBreakLength } from './break-length.ts';
import { answerJson, type Exchange, endWithConnection, HttpProblem } from './http-server.ts';
import type { Holder, Lease } from './lease.ts';
import { takeEach } from './take-each.ts';

export interface WriteRouteOptions {
  readonly lease: Lease;
  readonly clock: Clock;
  /** Logs the bytes and writes them to the device; rejects when that was not possible. */
  write(bytes: Uint8Array): Promise<void>;
  /** Bytes were not written: counts and logs that. */
  onRefused(who: string, bytes: number, reason: string): unknown;
}

/** What became of bytes that were sent, in order: one line of JSON each in the answer to `POST /write`. */
export type WriteOutcome = { readonly written: number } | { readonly refused: number; readonly reason: string };

/** The response header that carries the token of a lease, and the query parameter that shows it. */
export const LEASE_HEADER = 'sonde-lease';
export const LEASE_PARAMETER = 'lease';

const LONGEST_OWNER = 100;

/** Why it failed, for people; undefined when it did not. */
export const failureOf = (work: Promise<void>): Promise<string | undefined> =>
  work.then(() => undefined, describeError);

const leased = (lease: Lease, reason: string): HttpProblem =>
  new HttpProblem(409, 'state', reason, {
    ...(lease.holder && { owner: lease.holder.owner, since: toIso(lease.holder.since) }),
  });

function ownerOf({ query, request }: Exchange): string {
  const owner = query.get('owner') ?? `${request.socket.remoteAddress}:${request.socket.remotePort}`;
  if (/^[\x20-\x7e]+$/.test(owner) && owner.length <= LONGEST_OWNER) return owner;
  throw new HttpProblem(400, 'parameter', `owner: must be 1 to ${LONGEST_OWNER} printable characters`);
}

/**
 * `POST /write[?exclusive=1&owner=NAME]`: the body goes to the device as it comes, for as long as the request lasts; with `exclusive`
 * that is how long the writer's lease is held. The headers of the answer come at once and mean that the writer is accepted; its
 * body tells what became of the bytes.
 */
export const writeRoute =
  ({ lease, clock, write, onRefused }: WriteRouteOptions) =>
  async (exchange: Exchange): Promise<void> => {
    const { request, response, query, signal } = exchange;
    const owner = ownerOf(exchange);
    const refusal = lease.refusal();
    if (refusal !== undefined) throw leased(lease, refusal);
    const holder: Holder | undefined = query.get('exclusive') === '1' ? lease.take(owner, clock.now()) : undefined;
    try {
      endWithConnection(response);
      response.writeHead(200, {
        'Content-Type': 'application/x-ndjson',
        'Cache-Control': 'no-store',
        ...(holder && { [LEASE_HEADER]: holder.token }),
      });
      response.flushHeaders();
      await takeEach(request, async (bytes) => {
        // A device that takes nothing must not keep the lease with a holder who has left.
        const told = response.write(`${JSON.stringify(await abortable(attempt(bytes), signal))}\n`);
        if (!told) await once(response, 'drain', { signal });
      });
      response.end();
    } finally {
      if (holder) lease.release(holder);
    }

    async function attempt(bytes: Uint8Array): Promise<WriteOutcome> {
      const reason = lease.refusal(holder?.token) ?? (await failureOf(write(bytes)));
      if (reason === undefined) return { written: bytes.length };
      onRefused(`writer ${owner}`, bytes.length, reason);
      return { refused: bytes.length, reason };
    }
  };

function breakLength(text: string | undefined): number {
  try {
    return readBreakLength(text);
  } catch (cause) {
    throw new HttpProblem(400, 'parameter', describeError(cause), {}, { cause });
  }
}

export interface BreakRouteOptions extends Pick<WriteRouteOptions, 'lease'> {
  sendBreak(ms: number): Promise<void>;
  /** Logs what went wrong. */
  onFailure(fault: string): void;
}

/** `POST /break?ms=`: a break on the line; while a lease is held, only with its token. */
export const breakRoute =
  ({ lease, sendBreak, onFailure }: BreakRouteOptions) =>
  async ({ query, response }: Exchange): Promise<void> => {
    const ms = breakLength(query.get('ms') ?? undefined);
    const refusal = lease.refusal(query.get(LEASE_PARAMETER) ?? undefined);
    if (refusal !== undefined) throw leased(lease, refusal);
    try {
      await sendBreak(ms);
    } catch (cause) {
      onFailure(`a break of ${ms} ms was not sent: ${describeError(cause)}`);
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'internal';
      throw new HttpProblem(code === 'not_implemented' ? 501 : 503, code, describeError(cause), {}, { cause });
    }
    answerJson(response, 200, { sent: ms });
  };
