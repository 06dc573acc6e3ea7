import { z } from 'zod';
import { parseByteSize } from '../kit/byte-size.ts';
import { milliseconds } from '../kit/duration.ts';
import { parsedBy } from './parsed-by.ts';

/** So much time, or so many samples. */
export interface Persistence {
  readonly count: number;
  readonly of: 'ms' | 'samples';
}

/** Reads `'30 s'` or `'5 samples'`; an error says what would be right. */
export function parsePersistence(text: string): Persistence {
  const [, samples] = /^\s*(\d+)\s*samples?\s*$/.exec(text) ?? [];
  if (samples !== undefined) return { count: Number(samples), of: 'samples' };
  try {
    return { count: milliseconds(text), of: 'ms' };
  } catch {
    throw new SyntaxError(`'${text}' is neither a duration such as '30 s' nor a number of samples such as '5 samples'`);
  }
}

/** A size, or a share of the disk. */
export type DiskBound = { readonly bytes: number } | { readonly percent: number };

/** Reads `'5 %'` or `'1 GiB'`. */
export function parseDiskBound(text: string): DiskBound {
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text) ?? [];
  if (percent !== undefined) return { percent: Number(percent) };
  try {
    return { bytes: parseByteSize(text) };
  } catch {
    throw new SyntaxError(`'${text}' is neither a share such as '5 %' nor a size such as '1 GiB'`);
  }
}

const duration = parsedBy(milliseconds, "must be a duration such as '30 s'");
const persistence = parsedBy(parsePersistence, "must be a duration such as '30 s', or '5 samples'");
const room = parsedBy(parseDiskBound, "must be a share such as '5 %', or a size such as '1 GiB'");

const NEEDS_ONE = 'needs warning, alarm or both';
interface Levels {
  readonly warning?: unknown;
  readonly alarm?: unknown;
}
const hasOne = ({ warning, alarm }: Levels): boolean => warning !== undefined || alarm !== undefined;
const levels = <T extends z.ZodType>(each: T) =>
  z.strictObject({ warning: each.optional(), alarm: each.optional() }).refine(hasOne, NEEDS_ONE);

const ifAtAll = z.boolean({ error: 'must be true or false' });

const bounds = z
  .tuple([z.number().nullable(), z.number().nullable()], {
    error: 'must be the least and the greatest value that are well, such as [0, 30]; null for none',
  })
  .refine(([least, greatest]) => least !== null || greatest !== null, 'needs at least one number')
  .refine(
    ([least, greatest]) => least === null || greatest === null || least <= greatest,
    'the lesser number comes first',
  );

type Bounds = z.infer<typeof bounds>;

const isWithin = ([least, greatest]: Bounds, [outerLeast, outerGreatest]: Bounds): boolean =>
  (outerLeast === null || (least !== null && least >= outerLeast)) &&
  (outerGreatest === null || (greatest !== null && greatest <= outerGreatest));

/** Between which values a field is well. */
const valueRule = z
  .strictObject(
    {
      warning: bounds.optional(),
      alarm: bounds.optional(),
      /** It is over only when the value is so far within the bounds again. */
      hysteresis: z.number().nonnegative('must not be less than 0').optional(),
      /** Only what lasts so long, or for so many samples, is told. */
      for: persistence.optional(),
      /** Values that failed their quality tests count too. */
      failed: z.boolean().optional(),
    },
    {
      error:
        "must be the bounds of a field, such as { warning: [0, 30], alarm: [-2, 35], hysteresis: 0.2, for: '30 s' }",
    },
  )
  .refine(hasOne, NEEDS_ONE)
  .refine(({ warning, alarm }) => warning === undefined || alarm === undefined || isWithin(warning, alarm), {
    error: 'must lie within alarm: what is an alarm is told as one',
    path: ['warning'],
  });

const clockDrift = z.union([z.literal(false), levels(duration)], {
  error: "must be false or { warning: '5 s', alarm: '1 min' }",
});
const connectionLost = z.union([z.literal(false), duration], { error: "must be false or a duration such as '30 s'" });

/** What holds for all instruments. */
export const alertsSchema = z.strictObject({
  late_data: ifAtAll.optional(),
  clock_drift: clockDrift.optional(),
  connection_lost: connectionLost.optional(),
  command_failed: ifAtAll.optional(),
  log_gap: ifAtAll.optional(),
  fault: ifAtAll.optional(),
  disk: z
    .union([z.literal(false), levels(z.union([room, z.array(room).min(1)]))], {
      error: "must be false or { warning: '5 %', alarm: '200 MiB' }",
    })
    .optional(),
});

const names = z.array(z.string()).min(1, 'needs at least one');
const stateRule = z
  .strictObject({
    warning: names.optional(),
    alarm: names.optional(),
    /** The states that end it; all others where nothing is said. */
    clear: names.optional(),
    for: duration.optional(),
  })
  .refine(hasOne, NEEDS_ONE);

/** What holds for one instrument; what is no kind of alert is a field: `temp`, or `ctd.temp` of one of several streams. */
export const instrumentAlertsSchema = z
  .object({
    late_data: z
      .union([ifAtAll, z.record(z.string(), z.union([z.literal(false), duration, levels(duration)]))], {
        error:
          "must be true, false, or by the name of a stream false, '2 min' or { warning: '2 min', alarm: '10 min' }",
      })
      .optional(),
    clock_drift: clockDrift.optional(),
    connection_lost: connectionLost.optional(),
    command_failed: z
      .union([ifAtAll, levels(names)], { error: 'must be true, false or { alarm: [start_autosample] }' })
      .optional(),
    log_gap: ifAtAll.optional(),
    fault: ifAtAll.optional(),
    state: stateRule.optional(),
  })
  .catchall(valueRule);

export type AlertsConfig = z.infer<typeof alertsSchema>;
export type InstrumentAlertsConfig = z.infer<typeof instrumentAlertsSchema>;
export type ValueRule = z.infer<typeof valueRule>;

/** The settings of an instrument's alerts that are no fields. */
export const ALERT_SETTINGS: readonly string[] = Object.keys(instrumentAlertsSchema.shape);
