import { createHmac } from 'node:crypto';

/** A secret of this beginning is written in base64. */
const PREFIX = 'whsec_';

const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);

/** The headers by which a receiver knows that a message is ours and when it was sent, as Standard Webhooks has them. `at` is in s. */
export function signedHeaders(
  id: string,
  at: number,
  body: string,
  secret: string | undefined,
): Record<string, string> {
  const own = { 'webhook-id': id, 'webhook-timestamp': String(at) };
  if (secret === undefined) return own;
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${at}.${body}`).digest('base64');
  return { ...own, 'webhook-signature': `v1,${signature}` };
}
