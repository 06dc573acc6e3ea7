import type { Config } from '../config/schema.ts';
import type { Alert } from '../model/api/alert.ts';

/** What stands in a topic's level: neither `/` nor what subscriptions mean something else by. */
const level = (name: string): string => name.replaceAll(/[/+#\s]/g, '_');

/** The topics of a program. */
export function mqttTopics({ site, outputs: { mqtt } }: Pick<Config, 'site' | 'outputs'>) {
  const base = [mqtt?.topic ?? 'sonde', ...(site === undefined ? [] : [site])].join('/');
  return {
    /** Whether the program is there: its last will. */
    availability: `${base}/availability`,
    of: (instrument: string) => {
      const own = `${base}/${instrument}`;
      return {
        availability: `${own}/availability`,
        state: `${own}/state`,
        events: `${own}/events`,
        samples: (stream: string) => `${own}/samples/${level(stream)}`,
        alert: ({ kind, subject }: Pick<Alert, 'kind' | 'subject'>) => `${own}/alerts/${kind}/${level(subject)}`,
      };
    },
  };
}

export type MqttTopics = ReturnType<typeof mqttTopics>;
