import { z } from 'zod';
import { ALERT_LEVELS } from '../model/api/alert.ts';

const NO_SECRET = 'secrets do not stand in a configuration: name';
const noSecret = (instead: string) => z.undefined({ error: `${NO_SECRET} ${instead}` }).optional();
const one = (names: string) => `needs only one of ${names}`;

/** An address without a name and a password in it. */
const address = (schemes: readonly string[], example: string, instead: string) =>
  z.string().check(({ value, issues }) => {
    const tell = (message: string): void => void issues.push({ code: 'custom', input: value, message });
    const url = URL.parse(value);
    if (url === null || !schemes.includes(url.protocol.slice(0, -1)) || url.hostname === '') {
      tell(`must be an address such as ${example} (${schemes.join(', ')})`);
    } else if (url.username !== '' || url.password !== '') {
      tell(`${NO_SECRET} ${instead} beside the address`);
    }
  });

/** A topic may not be empty, and `+`, `#` and `$…` mean something else. */
const topic = z
  .string()
  .regex(
    /^[^+#$/\s][^+#\s]*[^+#/\s]$|^[^+#$/\s]$/,
    'must be a topic such as sonde or ship/sonde: without +, # and spaces, no / at its ends',
  );

export const mqttSchema = z
  .strictObject({
    url: address(['mqtt', 'mqtts', 'ws', 'wss'], 'mqtt://broker:1883', 'user, and password_file or password_env,'),
    topic: topic.default('sonde'),
    user: z.string().min(1).optional(),
    password: noSecret('password_file or password_env'),
    password_file: z.string().min(1).optional(),
    password_env: z.string().min(1).optional(),
    samples: z.boolean().default(true),
    qos: z.union([z.literal(0), z.literal(1)], { error: 'must be 0 or 1' }).default(0),
  })
  .refine(({ password_file: file, password_env: env }) => file === undefined || env === undefined, {
    error: one('password_file, password_env'),
    path: ['password_env'],
  });

export const webhookSchema = z
  .strictObject({
    url: address(['http', 'https'], 'https://host/path', 'secret_file or secret_env'),
    /** All where nothing is said. */
    levels: z
      .array(z.enum(ALERT_LEVELS, { error: `must be ${ALERT_LEVELS.join(' or ')}` }))
      .min(1)
      .optional(),
    instruments: z.array(z.string()).min(1).optional(),
    secret: noSecret('secret_file or secret_env'),
    secret_file: z.string().min(1).optional(),
    secret_env: z.string().min(1).optional(),
  })
  .refine(({ secret_file: file, secret_env: env }) => file === undefined || env === undefined, {
    error: one('secret_file, secret_env'),
    path: ['secret_env'],
  });

export type MqttConfig = z.infer<typeof mqttSchema>;
export type WebhookConfig = z.infer<typeof webhookSchema>;
