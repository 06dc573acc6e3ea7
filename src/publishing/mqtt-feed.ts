import type { Bus } from '../bus/bus.ts';
import { SYSTEM } from '../config/reserved.ts';
import { describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { Alert } from '../model/api/alert.ts';
import { isGone } from '../model/api/alert-state.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import { toEventJson } from '../model/event.ts';
import { toSampleJson } from '../model/sample-json.ts';
import type { MqttTopics } from './mqtt-topics.ts';
import type { Outbox } from './outbox.ts';

export interface FeedOptions {
  readonly bus: Bus;
  readonly logger: Logger;
  readonly topics: MqttTopics;
  readonly outbox: Outbox;
  /** Whether samples are published. */
  readonly samples: boolean;
}

/** Puts what the bus tells into the outbox, each under its topic; begins with how everything stands. */
export async function feedMqtt(options: FeedOptions): Promise<Disposable> {
  const { bus, logger, topics, outbox, samples } = options;
  const instruments = new Set<string>();
  const tellSummary = (summary: InstrumentSummary): void => {
    const own = topics.of(summary.id);
    instruments.add(summary.id);
    outbox.retain(own.state, JSON.stringify(summary));
    outbox.retain(own.availability, isReached(summary) ? 'online' : 'offline');
  };
  const tellAlert = (alert: Alert): void => {
    outbox.retain(topics.of(alert.instrument ?? SYSTEM).alert(alert), isGone(alert) ? '' : JSON.stringify(alert));
  };
  const ask = async (id: string): Promise<void> => {
    try {
      const summary = await bus.find('instrument', id)?.summary();
      if (summary) tellSummary(summary);
    } catch (error) {
      logger.warn({ instrument: id, error: describeError(error) }, 'how it stands is not published yet');
    }
  };
  const forget = (id: string): void => {
    instruments.delete(id);
    outbox.retain(topics.of(id).state, '');
    outbox.retain(topics.of(id).availability, '');
  };
  const unsubscribe = [
    bus.subscribe('summary', tellSummary),
    bus.subscribe('alert', tellAlert),
    bus.subscribe('event', (event) =>
      outbox.push(topics.of(event.instrument).events, JSON.stringify(toEventJson(event))),
    ),
    bus.subscribe('registry', ({ instrument, change }) => {
      if (change === 'removed') forget(instrument);
      else void ask(instrument);
    }),
    ...(samples
      ? [
          bus.subscribe('samples', ({ instrument, samples }) => {
            for (const sample of samples) {
              outbox.push(topics.of(instrument).samples(sample.stream), JSON.stringify(toSampleJson(sample)));
            }
          }),
        ]
      : []),
  ];
  await Promise.all(bus.keys('instrument').map(ask));
  for (const alert of (await bus.find('alerts', '')?.list()) ?? []) tellAlert(alert);
  return {
    /** Nobody looks after the instruments any more. */
    [Symbol.dispose]() {
      for (const end of unsubscribe) end();
      for (const id of instruments) outbox.retain(topics.of(id).availability, 'offline');
    },
  };
}

const isReached = ({ state }: InstrumentSummary): boolean =>
  state !== 'unconfigured' && !state.endsWith('disconnected');
