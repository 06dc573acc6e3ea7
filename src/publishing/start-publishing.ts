import { randomUUID } from 'node:crypto';
import type { Bus } from '../bus/bus.ts';
import type { MqttConfig, WebhookConfig } from '../config/publishing-schema.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import { toIso } from '../kit/time.ts';
import { alertChanges, isWanted } from './alert-changes.ts';
import { feedMqtt } from './mqtt-feed.ts';
import { MqttOutput } from './mqtt-output.ts';
import { mqttTopics } from './mqtt-topics.ts';
import { Outbox } from './outbox.ts';
import { OutputHealth } from './output-health.ts';
import { Webhook } from './webhook.ts';

export interface PublishingOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Pick<Config, 'site' | 'outputs'>;
}

/** Tells an MQTT broker and web hooks what the bus tells, where the configuration names some. Nothing waits for them. */
export async function startPublishing(options: PublishingOptions): Promise<AsyncDisposable> {
  const { mqtt, webhooks = [] } = options.config.outputs;
  const hooks = await startWebhooks(options, webhooks);
  const broker = mqtt && (await startMqtt(options, mqtt));
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all([broker?.[Symbol.asyncDispose](), hooks[Symbol.asyncDispose]()]);
    },
  };
}

async function startMqtt({ bus, clock, logger, config }: PublishingOptions, own: MqttConfig): Promise<AsyncDisposable> {
  const outbox = new Outbox();
  const topics = mqttTopics(config);
  const feed = await feedMqtt({ bus, logger, topics, outbox, samples: own.samples });
  const health = new OutputHealth(`mqtt ${new URL(own.url).host}`, bus, logger);
  const output = new MqttOutput({ config: own, outbox, health, clock, availability: topics.availability });
  return {
    async [Symbol.asyncDispose]() {
      feed[Symbol.dispose]();
      await output[Symbol.asyncDispose]();
    },
  };
}

/** The path of an address may be a secret too: events name only the host, and which of them it is. */
const nameOf = ({ url }: WebhookConfig, i: number): string => `webhook ${i + 1} ${new URL(url).host}`;

async function startWebhooks(
  { bus, clock, logger, config }: PublishingOptions,
  all: readonly WebhookConfig[],
): Promise<AsyncDisposable> {
  const hooks = all.map((own, i) => ({
    own,
    hook: new Webhook({ config: own, clock, health: new OutputHealth(nameOf(own, i), bus, logger) }),
  }));
  const { site } = config;
  const changed = alertChanges((await bus.find('alerts', '')?.list()) ?? []);
  const unsubscribe = bus.subscribe('alert', (alert) => {
    const found = changed(alert);
    if (found === undefined) return;
    const wanting = hooks.filter(({ own }) => isWanted(own, found));
    if (wanting.length === 0) return;
    const data = { ...(site !== undefined && { site }), alert };
    const body = JSON.stringify({ type: `alert.${found.change}`, timestamp: toIso(clock.now()), data });
    const id = randomUUID();
    for (const { hook } of wanting) hook.send(id, body);
  });
  return {
    async [Symbol.asyncDispose]() {
      unsubscribe();
      await Promise.all(hooks.map(({ hook }) => hook[Symbol.asyncDispose]()));
    },
  };
}
