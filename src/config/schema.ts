import { z } from 'zod';
import { parseByteSize } from '../kit/byte-size.ts';
import { milliseconds } from '../kit/duration.ts';
import { portNumber } from '../link/link-query.ts';
import { alertsSchema, instrumentAlertsSchema } from './alerts-schema.ts';
import { logRules } from './log-rules.ts';
import { parsedBy } from './parsed-by.ts';
import { mqttSchema, webhookSchema } from './publishing-schema.ts';
import { qualitySchema } from './quality-schema.ts';
import { serverSchema } from './server-schema.ts';

const interval = parsedBy((text) => {
  if (milliseconds(text) < 1000) throw new RangeError(`'${text}' is too often: at least '1 s'`);
});
/** What an instrument may be called. */
export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'must be snake_case: small letters, digits and _, beginning with a letter');

const position = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** Metres below the surface. */
  depth: z.number().optional(),
});

const value = z.union([z.number(), z.string(), z.boolean(), z.array(z.union([z.number(), z.string(), z.boolean()]))]);

const time = z.string().check((context) => {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(context.value) && !Number.isNaN(Date.parse(context.value))) return;
  context.issues.push({
    code: 'custom',
    input: context.value,
    message: `'${context.value}' is not a time such as '2026-07-01T12:00:00Z'`,
  });
});

const job = z
  .union(
    [
      z.strictObject({ cron: z.string() }),
      z.strictObject({ every: interval }),
      z.strictObject({ at: time }),
      z.strictObject({ polled: z.strictObject({ min: interval, max: interval.optional() }) }),
    ],
    {
      error:
        "must be { cron: '0 3 * * *' }, { every: '6 h' } of at least '1 s', { at: '2026-07-01T12:00:00Z' } or { polled: { min: '1 min', max: '1 h' } }",
    },
  )
  .check(({ value, issues }) => {
    if (!('polled' in value)) return;
    const { min, max = min } = value.polled;
    if (milliseconds(max) >= milliseconds(min)) return;
    issues.push({
      code: 'custom',
      input: max,
      path: ['polled', 'max'],
      message: `'${max}' is shorter than min, '${min}'`,
    });
  });

/** What is done by itself, by the names of jobs and commands. */
export const scheduleSchema = z.record(identifier, job);

/** Coefficients for the samples from a day on: here, or in a file beside the configuration. */
const calibration = z
  .strictObject({
    date: z.iso.date("must be a day such as '2026-03-01'"),
    file: z.string().optional(),
    coefficients: z.record(identifier, z.number()).optional(),
  })
  .refine(({ file, coefficients }) => (file === undefined) !== (coefficients === undefined), {
    error: 'needs either file (YAML, JSON, or what the instrument shows) or coefficients ({ name: number })',
  });

/** A port agent that somebody else runs. */
const ATTACH = /^tcp:\/\/([^/?#:]+|\[[0-9a-fA-F:]+\]):(\d+)(?:\?command=(\d+))?$/;

const instrument = z.strictObject({
  kind: z.string(),
  name: z.string().optional(),
  link: z.string().optional(),
  /** Of an instrument with several, by their names in its definition. */
  links: z.record(identifier, z.string()).optional(),
  attach: parsedBy(parseAttach).optional(),
  /** The instrument that it is found behind. */
  on: z.string().optional(),
  position: position.optional(),
  calibrations: z.array(calibration).optional(),
  startup: z
    .strictObject({
      parameters: z.record(identifier, value).optional(),
      mode: z.enum(['command', 'autosample', 'leave']).optional(),
    })
    .optional(),
  schedule: scheduleSchema.optional(),
  /** The fields that a list of instruments shows of it: `temp`, or `ctd.temp`. */
  show: z.array(z.string()).max(6, 'must be at most 6').optional(),
  /** Quality tests, by field or stream. */
  quality: qualitySchema.optional(),
  /** What wants a person, beside what does for all instruments. */
  alerts: instrumentAlertsSchema.optional(),
  /** Of this instrument, where it is not as `log` says for all. */
  log: logRules.optional(),
});

const LEAST_MEMORY = '128 MiB';

/** Samples in Parquet, in the data folder: with everything as it is by default, not at all, or as it says. */
const parquet = z.union(
  [
    z.boolean(),
    z.strictObject({
      /** For how long samples wait in memory; a crash costs none, it reads them again from the log. */
      every: interval.optional(),
      /** What the store may use besides the program itself. */
      memory: parsedBy((text) => {
        if (parseByteSize(text) < parseByteSize(LEAST_MEMORY)) {
          throw new RangeError(`'${text}' is too little: at least '${LEAST_MEMORY}'`);
        }
      }).optional(),
      /** After so many rows a day goes on in another file. */
      rows: z.number().int().min(1000, 'must be at least 1000').optional(),
    }),
  ],
  { error: "must be true, false or { every: '5 min', memory: '256 MiB', rows: 4194304 }" },
);

/** One place or several. */
export const definitionPlaces = z.union([z.string(), z.array(z.string())], {
  error: 'must be a folder, a file or an npm package, or a list of them',
});

export const configSchema = z.strictObject({
  site: identifier.optional(),
  data: z.string().default('./data'),
  log: logRules.optional(),
  alerts: alertsSchema.optional(),
  /** Where more kinds of instruments are described: folders, files, npm packages; paths are seen from the configuration's folder. */
  definitions: definitionPlaces.optional(),
  /** The HTTP API and the web page; on the machine itself where nothing is said. */
  server: serverSchema.optional(),
  instruments: z.record(identifier, instrument).refine((all) => Object.keys(all).length > 0, 'needs at least one'),
  outputs: z
    .strictObject({
      jsonl: z.string().optional(),
      parquet: parquet.default(true),
      mqtt: mqttSchema.optional(),
      webhooks: z.array(webhookSchema).optional(),
    })
    .default({ parquet: true }),
});

export type Config = z.infer<typeof configSchema>;
export type InstrumentConfig = Config['instruments'][string];

/** The address in an `attach`; an error says what would be right. */
export function parseAttach(attach: string): { addr: string; port: number; command_port?: number } {
  const [, host, port, command] = ATTACH.exec(attach) ?? [];
  if (host === undefined || port === undefined) {
    throw new SyntaxError('must be tcp://host:port or tcp://host:port?command=port');
  }
  return {
    addr: host.replace(/^\[|\]$/g, ''),
    port: portNumber(port),
    ...(command !== undefined && { command_port: portNumber(command) }),
  };
}
