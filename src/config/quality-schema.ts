import { z } from 'zod';
import { milliseconds } from '../kit/duration.ts';
import { describeError } from '../kit/errors.ts';
import { fromIso } from '../kit/time.ts';
import { PERIODS, type Period } from '../qartod/period.ts';
import { SPIKE_METHODS } from '../qartod/spike.ts';

const problem = (parse: () => unknown): string | undefined => {
  try {
    parse();
    return undefined;
  } catch (error) {
    return describeError(error);
  }
};

const positive = z.number().positive('must be more than 0');

/** `'5 min'`, or seconds. */
const duration = z
  .union([z.number(), z.string()], { error: "must be a duration such as '5 min', or seconds" })
  .check(({ value, issues }) => {
    const message =
      typeof value === 'number'
        ? value > 0
          ? undefined
          : 'must be more than 0'
        : problem(() => {
            if (milliseconds(value) === 0) throw new RangeError('must be more than 0');
          });
    if (message !== undefined) issues.push({ code: 'custom', input: value, message });
  });

/** Seconds of a duration that was checked. */
export const secondsOf = (text: z.infer<typeof duration>): number =>
  typeof text === 'number' ? text : milliseconds(text) / 1000;

const span = z
  .tuple([z.number(), z.number()], { error: 'must be two numbers, such as [0, 30]' })
  .refine(([least, greatest]) => least <= greatest, 'the lesser number comes first');

type Span = z.infer<typeof span>;

const SUSPECT_IN_FAIL = 'must lie within fail: what fails is suspect anyway';

const isWithin = (fail: Span | undefined, [least, greatest]: Span): boolean =>
  fail === undefined || fail[0] > fail[1] || (least >= fail[0] && greatest <= fail[1]);

const grossRange = z
  .strictObject({ fail: span, suspect: span.optional() })
  .refine(({ fail, suspect = fail }) => isWithin(fail, suspect), { error: SUSPECT_IN_FAIL, path: ['suspect'] });

const PERIOD_NAMES = Object.keys(PERIODS).filter((name): name is Period => name in PERIODS);

const season = z
  .strictObject({
    period: z.enum(PERIOD_NAMES, { error: `must be one of ${PERIOD_NAMES.join(', ')}` }).optional(),
    time: z.union([z.tuple([z.string(), z.string()]), span], {
      error:
        "must be two days or times, ['2026-01-01', '2026-07-01'], or with a period two numbers of it, the lesser first: [1, 3]",
    }),
    suspect: span,
    fail: span.optional(),
    /** Metres below the surface. */
    depth: span.optional(),
  })
  .refine(({ fail, suspect }) => isWithin(fail, suspect), { error: SUSPECT_IN_FAIL, path: ['suspect'] })
  .check(({ value: { period, time }, issues }) => {
    const [from, to] = time;
    const tell = (message: string): void => void issues.push({ code: 'custom', input: time, path: ['time'], message });
    if (typeof from === 'number' || typeof to === 'number') {
      if (period === undefined) tell(`needs a period beside it, one of ${PERIOD_NAMES.join(', ')}`);
    } else if (period === undefined) {
      const wrong = problem(() => {
        if (fromIso(from) > fromIso(to)) throw new RangeError('the earlier one comes first');
      });
      if (wrong !== undefined) tell(wrong);
    } else tell(`must be two numbers of period ${period}, such as [1, 3]`);
  });

/** What is suspect from one value on, and fails from a greater one on. */
const thresholds = { suspect: positive.optional(), fail: positive.optional() };
const ONE_OF_BOTH = 'needs suspect, fail or both';
const ORDER = 'must not be more than fail';

const spike = z
  .strictObject({
    ...thresholds,
    method: z.enum(SPIKE_METHODS, { error: `must be ${SPIKE_METHODS.join(' or ')}` }).optional(),
  })
  .refine(({ suspect, fail }) => suspect !== undefined || fail !== undefined, ONE_OF_BOTH)
  .refine(({ suspect = 0, fail = suspect }) => suspect <= fail, { error: ORDER, path: ['suspect'] });

const speed = z
  .strictObject(thresholds)
  .refine(({ suspect, fail }) => suspect !== undefined || fail !== undefined, ONE_OF_BOTH)
  .refine(({ suspect = 0, fail = suspect }) => suspect <= fail, { error: ORDER, path: ['suspect'] });

const flatLine = z
  .strictObject({ tolerance: positive, suspect: duration.optional(), fail: duration.optional() })
  .refine(({ suspect, fail }) => suspect !== undefined || fail !== undefined, ONE_OF_BOTH)
  .refine(
    ({ suspect, fail }) =>
      suspect === undefined ||
      fail === undefined ||
      problem(() => secondsOf(suspect)) !== undefined ||
      problem(() => secondsOf(fail)) !== undefined ||
      secondsOf(suspect) <= secondsOf(fail),
    { error: ORDER, path: ['suspect'] },
  );

const degrees = (most: number) => z.number().min(-most).max(most);

const location = z.strictObject({
  /** The names of the fields that hold a moving platform's position. */
  latitude: z.string(),
  longitude: z.string(),
  /** West, south, east, north. */
  box: z
    .tuple([z.number(), degrees(90), z.number(), degrees(90)], {
      error: 'must be [west, south, east, north] in degrees',
    })
    .refine(([west, south, east, north]) => west <= east && south <= north, {
      error: 'must be [west, south, east, north], the lesser numbers first',
    })
    .optional(),
  /** Metres. */
  distance: positive.optional(),
  /** Metres per second. */
  speed: speed.optional(),
});

/** The tests of a field, or of a stream. */
export const qualityTests = z.strictObject({
  gross_range: grossRange.optional(),
  climatology: z.array(season).min(1, 'needs at least one').optional(),
  spike: spike.optional(),
  rate_of_change: z.strictObject({ suspect: positive }).optional(),
  flat_line: flatLine.optional(),
  gap: duration.optional(),
  location: location.optional(),
});

/** What is tested, by the name of a field or of a stream. */
export const qualitySchema = z.record(z.string(), qualityTests);

export type QualityTests = z.infer<typeof qualityTests>;
export type QualityConfig = z.infer<typeof qualitySchema>;

export type TestName = keyof QualityTests;
export const STREAM_TESTS: readonly TestName[] = ['gap', 'location'];
/** Tests of a value alone: they are made of each value of a list. */
export const VALUE_TESTS: readonly TestName[] = ['gross_range', 'climatology'];
/** Tests of a value among those around it. */
export const SERIES_TESTS: readonly TestName[] = ['spike', 'rate_of_change', 'flat_line'];
