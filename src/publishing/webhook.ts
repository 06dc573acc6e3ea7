import type { WebhookConfig } from '../config/publishing-schema.ts';
import { withDeadline } from '../kit/abort.ts';
import { type Backoff, backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { asError, ConnectionError, ProtocolError } from '../kit/errors.ts';
import { toMillis } from '../kit/time.ts';
import type { OutputHealth } from './output-health.ts';
import { readSecret } from './read-secret.ts';
import { signedHeaders } from './sign.ts';

/** So many messages wait; the oldest make room. */
const WAITING = 100;
/** Whoever takes a message says so within so many ms. */
const PATIENCE = 10_000;
const LONGEST_PAUSE = 300_000;
/** Not now: it is tried again. Every other answer that is no success will not become one. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

interface Waiting {
  readonly id: string;
  readonly body: string;
}

export interface WebhookOptions {
  readonly config: WebhookConfig;
  readonly health: OutputHealth;
  readonly clock: Clock;
}

/** Posts messages to one address, one after the other, each until it is taken or refused for good. */
export class Webhook implements AsyncDisposable {
  readonly #options: WebhookOptions;
  readonly #backoff: Backoff = backoff({ first: 1000, factor: 2, longest: LONGEST_PAUSE });
  readonly #stopping = new AbortController();
  readonly #waiting: Waiting[] = [];
  #dropped = 0;
  #running: Promise<void> | undefined;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** `id` is the same with each attempt: a receiver knows by it what it had already. */
  send(id: string, body: string): void {
    if (this.#stopping.signal.aborted) return;
    this.#waiting.push({ id, body });
    if (this.#waiting.length > WAITING) {
      // The first is under way.
      this.#waiting.splice(1, 1);
      this.#dropped++;
    }
    this.#running ??= this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(new ConnectionError('the program ends'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, health } = this.#options;
    const { signal } = this.#stopping;
    for (let next = this.#waiting[0]; next !== undefined && !signal.aborted; next = this.#waiting[0]) {
      try {
        const refused = await this.#post(next);
        this.#waiting.shift();
        this.#backoff.reset();
        if (refused === undefined) health.worked(this.#takeDropped());
        else health.failed(refused);
      } catch (thrown) {
        if (signal.aborted) return;
        health.failed(asError(thrown));
        await sleep(clock, this.#backoff.next(), signal).catch(() => {});
      }
    }
    this.#running = undefined;
  }

  /** Why it was refused for good, where it was; throws where it may be taken later. */
  async #post({ id, body }: Waiting): Promise<Error | undefined> {
    const { config, clock } = this.#options;
    const secret = await readSecret('secret', { file: config.secret_file, env: config.secret_env });
    const at = Math.floor(toMillis(clock.now()) / 1000);
    return withDeadline(clock, PATIENCE, 'an answer', this.#stopping.signal, async (signal) => {
      const response = await fetch(config.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'sonde', ...signedHeaders(id, at, body, secret) },
        body,
        redirect: 'manual',
        signal,
      }).catch((error: unknown) => {
        throw new ConnectionError(reasonOf(error), { cause: error });
      });
      // What it says of it nobody reads.
      await response.body?.cancel();
      if (response.ok) return undefined;
      const answer = `${response.status} ${response.statusText}`.trim();
      const refused = new ProtocolError('the message was not taken', `POST ${id}`, answer);
      if (response.status >= 500 || LATER.has(response.status)) throw refused;
      return refused;
    });
  }

  #takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }
}

/** `fetch` says what was wrong in the cause. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = asError(error);
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
};
