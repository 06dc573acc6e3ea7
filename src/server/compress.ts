import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const gzipped = promisify(gzip);

/** What is shorter goes in one packet as it is. */
const WORTH = 1400;

export const takesGzip = (accepted: string | undefined): boolean =>
  /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/.test(accepted ?? '');

/** Sends a text, smaller where that is understood: the way to a ship is narrow. */
export async function sendText(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  reply.header('vary', 'accept-encoding');
  if (text.length < WORTH || !takesGzip(request.headers['accept-encoding'])) return reply.send(text);
  reply.header('content-encoding', 'gzip');
  return reply.send(await gzipped(text, { level: constants.Z_BEST_SPEED }));
}
