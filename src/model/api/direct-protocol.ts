/** What a browser asks for with a direct access WebSocket. */
export const DIRECT_PROTOCOL = 'sonde.direct';
const LOCK = 'sonde.lock.';

/** Browsers send no headers of a page with a WebSocket: the key of the lock goes as one more protocol that is offered. */
export const directProtocols = (lock: string | undefined): string[] =>
  lock === undefined ? [DIRECT_PROTOCOL] : [DIRECT_PROTOCOL, `${LOCK}${lock}`];

/** The key of a lock among the protocols that a request offers (`sec-websocket-protocol`). */
export const lockInProtocols = (offered: string | undefined): string | undefined =>
  offered
    ?.split(',')
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(LOCK))
    ?.slice(LOCK.length);
