import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type Clock, every } from '../kit/clock.ts';
import { describeError, ParameterError } from '../kit/errors.ts';
import { joinViews } from '../kit/views.ts';
import type { DamagedLogError } from '../packet/compressed-source.ts';
import { ArchivedLogError } from '../packet/gone-days.ts';
import { comparePositions, formatPosition, type Position, parsePosition } from '../packet/position.ts';
import { followLog } from './follow.ts';
import { encodeHeartbeat } from './heartbeat.ts';
import { type Exchange, endWithConnection, HttpProblem } from './http-server.ts';
import type { Recorder } from './recorder.ts';

export interface LogRouteOptions {
  readonly dir: string;
  readonly recorder: Pick<Recorder, 'feed' | 'recordedLink' | 'linkRecorded' | 'note'>;
  readonly clock: Clock;
  /** How often a heartbeat goes out to those who follow, in ms. */
  readonly heartbeat: number;
}

/** Response headers: where the log ended when the answer began, and the link's condition by what stands before that. */
export const END_HEADER = 'sonde-log-end';
export const LINK_HEADER = 'sonde-link';

function readPosition(query: URLSearchParams, name: string): Position | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  try {
    return parsePosition(text);
  } catch (cause) {
    throw new HttpProblem(400, 'parameter', `${name}: ${describeError(cause)}`, {}, { cause });
  }
}

/** Writes the pieces; resolves when the socket wants more. */
async function writeAll(response: ServerResponse, pieces: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
  for (const piece of joinViews(pieces)) if (!response.write(piece)) await once(response, 'drain', { signal });
}

/** `GET /log?from=<day>:<offset>|end&to=<day>:<offset>&follow=1`: the log's packets with markers between them, and with `follow` those to come. */
export const logRoute =
  ({ dir, recorder, clock, heartbeat }: LogRouteOptions) =>
  async ({ query, response, signal }: Exchange): Promise<void> => {
    const { feed } = recorder;
    const from = query.get('from') === 'end' ? 'end' : readPosition(query, 'from');
    const to = readPosition(query, 'to');
    const follow = query.get('follow') === '1';
    if (from !== undefined && from !== 'end' && comparePositions(from, feed.end) > 0) {
      const end = formatPosition(feed.end);
      throw new HttpProblem(416, 'position', `from: ${formatPosition(from)} is past the end of the log, ${end}`, {
        end,
      });
    }
    await recorder.linkRecorded(signal);
    const headers = { [END_HEADER]: formatPosition(feed.end), [LINK_HEADER]: recorder.recordedLink };
    const onLost = (error: DamagedLogError): void =>
      recorder.note('PORT_AGENT_FAULT', `passed over while the log was read: ${error.message}`);
    const pieces = followLog({ dir, feed, ...(from && { from }), ...(to && { to }), follow, onLost, clock, signal });
    const first = await pieces.next().catch((cause) => {
      if (cause instanceof ArchivedLogError) {
        throw new HttpProblem(410, 'archived', cause.message, { next: formatPosition(cause.next) }, { cause });
      }
      if (!(cause instanceof ParameterError)) throw cause;
      throw new HttpProblem(416, 'position', describeError(cause), { end: formatPosition(feed.end) }, { cause });
    });
    if (follow && to === undefined) endWithConnection(response);
    response.writeHead(200, { ...headers, 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    const beat = follow
      ? every(clock, heartbeat, () => void (response.writableNeedDrain || response.write(encodeHeartbeat(clock.now()))))
      : undefined;
    try {
      if (!first.done) await writeAll(response, first.value, signal);
      for await (const batch of pieces) await writeAll(response, batch, signal);
      response.end();
    } finally {
      beat?.cancel();
      await pieces.return(undefined);
    }
  };
