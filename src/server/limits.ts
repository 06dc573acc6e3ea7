/** What somebody who asks may take up. */
export interface Limits {
  /** Of a request's body, in bytes. */
  readonly body: number;
  /** Of all headers of a request together, in bytes; the address is one of them. */
  readonly headers: number;
  /** So long may a client take for its headers, and for its whole request, in ms. */
  readonly headersTime: number;
  readonly requestTime: number;
  /** A connection on which nothing happens for so long is closed, in ms. Longer than any wait that an endpoint offers. */
  readonly idleTime: number;
  /** So long may a client take for a piece of an answer that comes in pieces, in ms: others wait to be given theirs. */
  readonly pieceTime: number;
  readonly connections: number;
  readonly connectionsOfAddress: number;
  readonly liveClients: number;
  readonly liveClientsOfAddress: number;
  /** How much of what was told live is kept, for those who come back and those who are slow. */
  readonly liveMessages: number;
  readonly liveBytes: number;
  /** A live client that takes nothing for so long while something waits for it is gone, in ms. */
  readonly liveStall: number;
  readonly directSessions: number;
}

export const LIMITS: Limits = {
  body: 1 << 20,
  headers: 16 << 10,
  headersTime: 10_000,
  requestTime: 60_000,
  idleTime: 660_000,
  pieceTime: 60_000,
  connections: 1000,
  connectionsOfAddress: 250,
  liveClients: 200,
  liveClientsOfAddress: 60,
  liveMessages: 20_000,
  liveBytes: 4 << 20,
  liveStall: 15_000,
  directSessions: 50,
};
