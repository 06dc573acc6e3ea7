import { backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import { ConnectionError, describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { type Nanos, toMillis } from '../kit/time.ts';
import { linkName } from '../link/format-link.ts';
import type { Chunk, Link } from '../link/link.ts';
import type { LinkSpec } from '../link/link-spec.ts';

export type OpenLink = (
  spec: LinkSpec,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
) => Promise<Link>;

export interface LinkKeeperOptions {
  readonly spec: LinkSpec;
  readonly open: OpenLink;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A number in 0…1, for the jitter of the waits. */
  readonly random?: () => number;
  /** The next chunk is taken when this has settled. */
  onChunk(chunk: Chunk): Promise<void> | void;
  onUp(name: string): void;
  onDown(reason: string): void;
}

export interface LinkState {
  readonly name: string;
  readonly state: 'connected' | 'connecting' | 'closed';
  readonly since: Nanos;
  /** Why the last attempt failed or the last connection ended. */
  readonly lastError?: string;
  /** Attempts since the link was last connected. */
  readonly attempts: number;
}

/** A connection that lasted this long, or that brought anything, was a success: the waits begin again at the shortest. */
const SUCCESS_AFTER_MS = 10_000;

/** Keeps one link open: connects, hands on what comes, and connects again whenever it ends. One log line when it goes, one when it returns. */
export class LinkKeeper implements AsyncDisposable {
  readonly #options: LinkKeeperOptions;
  readonly #stop = new AbortController();
  #ended: Promise<void> | undefined;
  #link: Link | undefined;
  #state: LinkState;
  #outageLogged = false;

  constructor(options: LinkKeeperOptions) {
    this.#options = options;
    this.#state = { name: linkName(options.spec), state: 'connecting', since: options.clock.now(), attempts: 0 };
  }

  /** Begins to connect. To be called once. */
  start(): void {
    this.#ended ??= this.#keep();
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Resolves when the bytes were handed to the operating system; a `ConnectionError` when there is no connection. */
  async write(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    await this.demand('write').write(bytes, signal);
  }

  async sendBreak(ms: number): Promise<void> {
    await this.demand('send a break').sendBreak(ms);
  }

  /** The link, or a `ConnectionError` that says why there is none. */
  demand(purpose: string): Link {
    if (this.#link !== undefined) return this.#link;
    const { name, lastError } = this.#state;
    throw new ConnectionError(`cannot ${purpose}: ${name} is not connected${lastError ? ` (${lastError})` : ''}`);
  }

  async #keep(): Promise<void> {
    const { spec, open, clock, random } = this.#options;
    const { signal } = this.#stop;
    const waits = backoff({ ...(random && { random }) });
    while (!signal.aborted) {
      try {
        const link = await open(spec, { clock, signal });
        const began = clock.elapsed();
        const brought = await this.#use(link);
        if (brought || clock.elapsed() - began >= SUCCESS_AFTER_MS) waits.reset();
      } catch (error) {
        if (!signal.aborted) this.#failed(describeError(error));
      }
      if (!signal.aborted) await sleep(clock, waits.next(), signal).catch(() => {});
    }
    this.#state = { ...this.#state, state: 'closed', since: clock.now() };
  }

  /** Resolves when the link has ended: whether it brought any bytes. */
  async #use(link: Link): Promise<boolean> {
    const { onChunk, onUp, onDown } = this.#options;
    const { signal } = this.#stop;
    const close = (): void => void link.close();
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
    this.#link = link;
    this.#returned(link.name);
    onUp(link.name);
    let brought = false;
    let reason: string | undefined;
    try {
      for await (const chunk of link.chunks) {
        brought = true;
        await onChunk(chunk);
      }
    } catch (error) {
      reason = describeError(error);
    } finally {
      this.#link = undefined;
      signal.removeEventListener('abort', close);
      await link.close();
    }
    const ended = await link.closed;
    reason ??= ended ? describeError(ended) : 'closed';
    if (!signal.aborted) this.#failed(reason);
    onDown(signal.aborted ? 'port agent stopped' : reason);
    return brought;
  }

  #returned(name: string): void {
    const { clock, logger } = this.#options;
    const since = clock.now();
    const away = describeMilliseconds(toMillis(since - this.#state.since));
    if (this.#outageLogged)
      logger.info({ link: name, attempts: this.#state.attempts + 1 }, `connected again after ${away}`);
    else logger.info({ link: name }, 'connected');
    this.#outageLogged = false;
    this.#state = { ...this.#state, name, state: 'connected', since, attempts: 0 };
  }

  #failed(reason: string): void {
    const { clock, logger } = this.#options;
    const { name, state, since, attempts } = this.#state;
    const wasConnected = state === 'connected';
    this.#state = {
      name,
      state: 'connecting',
      since: wasConnected ? clock.now() : since,
      lastError: reason,
      attempts: wasConnected ? 0 : attempts + 1,
    };
    if (this.#outageLogged) return;
    this.#outageLogged = true;
    logger.warn(
      { link: name, error: reason },
      wasConnected ? 'connection lost, reconnecting' : 'cannot connect, trying again',
    );
  }

  async close(): Promise<void> {
    this.#stop.abort(new ConnectionError(`${this.#state.name}: closed`));
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
