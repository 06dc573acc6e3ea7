/** What the server has done since it was started, and holds now: for whoever watches it. */
export class Traffic {
  /** Answers by the first digit of their status. */
  readonly answers = new Map<number, number>();
  /** Requests that were no HTTP. */
  malformed = 0;
  connections = 0;
  /** Those that were not accepted, there being too many. */
  connectionsRefused = 0;
  liveClients = 0;
  /** Live clients that were cut, having been too slow. */
  liveCut = 0;
  liveMessages = 0;
  directSessions = 0;

  answered(status: number): void {
    const digit = Math.trunc(status / 100);
    this.answers.set(digit, (this.answers.get(digit) ?? 0) + 1);
  }
}
