import type { MqttClient } from 'mqtt';
import type { MqttConfig } from '../config/publishing-schema.ts';
import { abortable, withDeadline } from '../kit/abort.ts';
import { type Backoff, backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { asError, ConnectionError } from '../kit/errors.ts';
import type { Outbox } from './outbox.ts';
import type { OutputHealth } from './output-health.ts';
import { readSecret } from './read-secret.ts';

/** So many messages are under way at once. */
const TOGETHER = 100;
/** The broker answers within so many ms. */
const PATIENCE = 10_000;
/** The broker hears of the program at least so often, in s, and takes it for gone after half as long again. */
const KEEPALIVE = 15;
/** What is dropped though the broker is there is told so often, in ms. */
const TELL_DROPPED = 60_000;
/** How long a program that ends waits for its last words to be heard, in ms. */
const LAST_WORDS = 2000;

export interface MqttOutputOptions {
  readonly config: MqttConfig;
  readonly outbox: Outbox;
  readonly health: OutputHealth;
  readonly clock: Clock;
  /** The topic that says whether the program is there. */
  readonly availability: string;
}

/** Brings what is in the outbox to a broker, for as long as it takes, over connections that are lost and made again. */
export class MqttOutput implements AsyncDisposable {
  readonly #options: MqttOutputOptions;
  readonly #backoff: Backoff = backoff({ first: 1000 });
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: MqttOutputOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Says that the program is not there any more, where somebody hears it in time. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(new ConnectionError('the program ends'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, health } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#serve();
      } catch (thrown) {
        if (!signal.aborted) health.failed(asError(thrown));
      }
      await sleep(clock, this.#backoff.next(), signal).catch(() => {});
    }
  }

  /** One connection, from its beginning to its end. */
  async #serve(): Promise<void> {
    const { outbox, health, clock, availability } = this.#options;
    const { signal } = this.#stopping;
    const lost = new AbortController();
    const client = await this.#connect(lost);
    try {
      this.#backoff.reset();
      let told = clock.elapsed();
      health.worked(outbox.takeDropped());
      outbox.sendRetainedAgain();
      await publish(client, { topic: availability, payload: 'online', retain: true }, 1, lost.signal);
      while (!signal.aborted) {
        // Who ends does not wait for a broker that hangs: what is under way goes on beside the last words.
        await abortable(this.#sendSome(client, lost.signal), signal);
        if (clock.elapsed() - told >= TELL_DROPPED) {
          told = clock.elapsed();
          health.worked(outbox.takeDropped());
        }
        await abortable(abortable(outbox.filled(), signal), lost.signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (signal.aborted && !lost.signal.aborted) await this.#sayGoodbye(client, lost.signal);
      client.end(true);
    }
  }

  async #connect(lost: AbortController): Promise<MqttClient> {
    const { config, clock, availability } = this.#options;
    const password = await readSecret('password', { file: config.password_file, env: config.password_env });
    const { connect } = await import('mqtt');
    const client = connect(config.url, {
      reconnectPeriod: 0,
      connectTimeout: PATIENCE,
      keepalive: KEEPALIVE,
      queueQoSZero: false,
      ...(config.user !== undefined && { username: config.user }),
      ...(password !== undefined && { password }),
      will: { topic: availability, payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    client.on('error', (error) =>
      lost.abort(new ConnectionError(error.message || 'the broker refused', { cause: error })),
    );
    client.on('close', () => lost.abort(new ConnectionError('the connection to the broker was closed')));
    const connected = new Promise<void>((resolve) => client.on('connect', () => resolve()));
    try {
      await withDeadline(clock, PATIENCE, 'the broker', this.#stopping.signal, (signal) =>
        abortable(abortable(connected, signal), lost.signal),
      );
      return client;
    } catch (error) {
      client.end(true);
      throw error;
    }
  }

  /** What has not surely arrived when the connection is lost is sent again with the next one. */
  async #sendSome(client: MqttClient, lost: AbortSignal): Promise<void> {
    const { outbox, config } = this.#options;
    const messages = outbox.take(TOGETHER);
    const sent = await Promise.allSettled(
      messages.map((message) => publish(client, message, message.retain ? 1 : config.qos, lost)),
    );
    outbox.putBack(messages.filter((_, i) => sent[i]?.status === 'rejected'));
    lost.throwIfAborted();
  }

  async #sayGoodbye(client: MqttClient, lost: AbortSignal): Promise<void> {
    const { outbox, clock, availability } = this.#options;
    outbox.retain(availability, 'offline');
    await withDeadline(clock, LAST_WORDS, 'the broker', lost, async (signal) => {
      while (outbox.length > 0 && !signal.aborted) await this.#sendSome(client, signal);
      await client.endAsync();
    }).catch(() => {});
  }
}

const publish = (
  client: MqttClient,
  { topic, payload, retain }: { readonly topic: string; readonly payload: string; readonly retain: boolean },
  qos: 0 | 1,
  lost: AbortSignal,
): Promise<unknown> => abortable(client.publishAsync(topic, payload, { qos, retain }), lost);
