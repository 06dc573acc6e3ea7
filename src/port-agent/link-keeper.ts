import { type Backoff, backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import { ConnectionError, describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { Nanos } from '../kit/time.ts';
import { linkName } from '../link/format-link.ts';
import type { Chunk, Link } from '../link/link.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import type { ReadLayout } from '../link/read-memory.ts';
import { HEADER_SIZE, MAX_PAYLOAD } from '../packet/codec.ts';

export type OpenLink = (
  spec: LinkSpec,
  options: { readonly clock: Clock; readonly signal: AbortSignal; readonly layout: ReadLayout },
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

/**
 * A connection that lasts this long, or that brings anything, is a success: the outage is over, and the waits begin again at the
 * shortest. A terminal server that is busy accepts a connection only to close it.
 */
const SUCCESS_AFTER_MS = 10_000;

/** A chunk becomes a packet of the log where it lies. */
const LAYOUT: ReadLayout = { room: HEADER_SIZE, longest: MAX_PAYLOAD - 1 };

interface Outage {
  /** By the clock's `elapsed`. */
  readonly began: number;
  attempts: number;
}

/** Keeps one link open: connects, hands on what comes, and connects again whenever it ends. One log line when it goes, one when it returns. */
export class LinkKeeper implements AsyncDisposable {
  readonly #options: LinkKeeperOptions;
  readonly #stop = new AbortController();
  #ended: Promise<void> | undefined;
  #link: Link | undefined;
  #state: LinkState;
  /** The one that was logged and is not over. */
  #outage: Outage | undefined;
  readonly #waits: Backoff;

  constructor(options: LinkKeeperOptions) {
    this.#options = options;
    this.#waits = backoff({ ...(options.random && { random: options.random }) });
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

  /** What a side channel answered, if anything. */
  async sendBreak(ms: number): Promise<string | undefined> {
    return this.demand('send a break').sendBreak(ms);
  }

  /** The link, or a `ConnectionError` that says why there is none. */
  demand(purpose: string): Link {
    if (this.#link !== undefined) return this.#link;
    const { name, lastError } = this.#state;
    throw new ConnectionError(`cannot ${purpose}: ${name} is not connected${lastError ? ` (${lastError})` : ''}`);
  }

  async #keep(): Promise<void> {
    const { spec, open, clock } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (this.#outage) this.#outage.attempts++;
      try {
        await this.#use(await open(spec, { clock, signal, layout: LAYOUT }));
      } catch (error) {
        if (!signal.aborted) this.#failed(describeError(error));
      }
      if (!signal.aborted) await sleep(clock, this.#waits.next(), signal).catch(() => {});
    }
    this.#state = { ...this.#state, state: 'closed', since: clock.now() };
  }

  /** Resolves when the link has ended. */
  async #use(link: Link): Promise<void> {
    const { clock, onChunk, onUp, onDown } = this.#options;
    const { signal } = this.#stop;
    const close = (): void => void link.close();
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
    this.#link = link;
    const success = this.#connected(link.name);
    onUp(link.name);
    const patience = clock.after(SUCCESS_AFTER_MS, success);
    let reason: string | undefined;
    try {
      for await (const chunk of link.chunks) {
        success();
        const held = onChunk(chunk);
        if (held) await held;
      }
    } catch (error) {
      reason = describeError(error);
    } finally {
      this.#link = undefined;
      patience.cancel();
      signal.removeEventListener('abort', close);
      await link.close();
    }
    const ended = await link.closed;
    reason ??= ended ? describeError(ended) : 'closed';
    if (!signal.aborted) this.#failed(reason);
    onDown(signal.aborted ? 'port agent stopped' : reason);
  }

  /** Returns what is to be called when the connection has proved a success. */
  #connected(name: string): () => void {
    const { clock, logger } = this.#options;
    const connectedAt = clock.elapsed();
    this.#state = { ...this.#state, name, state: 'connected', since: clock.now(), attempts: 0 };
    if (this.#outage === undefined) logger.info({ link: name }, 'connected');
    return () => {
      this.#waits.reset();
      if (this.#outage === undefined) return;
      const { began, attempts } = this.#outage;
      this.#outage = undefined;
      logger.info({ link: name, attempts }, `connected again after ${describeMilliseconds(connectedAt - began)}`);
    };
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
    if (this.#outage !== undefined) return;
    this.#outage = { began: clock.elapsed(), attempts: 0 };
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
