import { Cron } from 'croner';
import { z } from 'zod';
import { parsedBy } from '../config/parsed-by.ts';
import { milliseconds } from '../kit/duration.ts';
import { isRecord } from '../kit/records.ts';
import { name } from '../model/api/common.ts';
import { parseCondition } from './condition.ts';

const MOST_STEPS = 500;
const LONGEST = '30 d';

const duration = parsedBy((text) => {
  if (milliseconds(text) > milliseconds(LONGEST)) throw new RangeError(`'${text}' is longer than '${LONGEST}'`);
});

/** What may be written shorter, in full. */
const short = <S extends z.ZodType>(inFull: (text: string) => unknown, schema: S) =>
  z.preprocess((value) => (typeof value === 'string' ? inFull(value) : value), schema);

const scalar = z.union([z.number(), z.string(), z.boolean()]);
const values = z.record(
  z.string(),
  z.union([scalar, z.array(scalar)], { error: 'must be a number, a text, true, false, or a list of them' }),
);

/** Says where a thing has none, or more than one, of its settings that exclude each other. */
const exactlyOne =
  (of: readonly string[]) =>
  ({ value, issues }: z.core.ParsePayload<object>): void => {
    const said = of.filter((key) => Object.hasOwn(value, key));
    if (said.length === 1) return;
    const has = said.length === 0 ? 'has none' : `has ${said.join(' and ')}`;
    issues.push({ code: 'custom', input: value, message: `must have exactly one of ${of.join(', ')}; it ${has}` });
  };

const streamName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, "must be an instrument and its stream, such as 'ctd.ctd'");

const wait = short(
  (text) => ({ for: text }),
  z
    .strictObject({
      for: duration.exactOptional(),
      time: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of the day in UTC, such as '06:30'")
        .exactOptional(),
      sample: streamName.exactOptional(),
      until: parsedBy(parseCondition).exactOptional(),
      at_most: duration.exactOptional(),
    })
    .check(exactlyOne(['for', 'time', 'sample', 'until']), ({ value, issues }) => {
      const isBounded = value.sample !== undefined || value.until !== undefined;
      if (isBounded === (value.at_most !== undefined)) return;
      const message = isBounded
        ? "needs at_most: for how long it is waited, such as '2 min'"
        : 'at_most belongs to a wait for a sample or until something holds';
      issues.push({ code: 'custom', input: value, message });
    }),
);

const exec = short(
  (command) => ({ command }),
  z.strictObject({ command: z.string(), args: values.default({}), confirm: z.boolean().default(false) }),
);

const onFailure = short(
  (word) => ({ else: word }),
  z.strictObject({
    retry: z.int().min(1).max(1000).exactOptional(),
    after: duration.exactOptional(),
    else: z.enum(['abort', 'skip'], { error: 'must be abort or skip' }).default('abort'),
  }),
);

export const ACTIONS = ['discover', 'set', 'exec', 'wait', 'parallel'] as const;

const step = z
  .strictObject({
    discover: short((one) => [one], z.array(name).min(1)).exactOptional(),
    set: z.record(name, values).exactOptional(),
    exec: z.record(name, exec).exactOptional(),
    wait: wait.exactOptional(),
    get parallel() {
      return branches.exactOptional();
    },
    on_failure: onFailure.exactOptional(),
  })
  .check(exactlyOne(ACTIONS));

/** One step, or several, as a list. */
const asList = (value: unknown): unknown => (isRecord(value) ? [value] : value);
const steps: z.ZodArray<typeof step> = z.array(step).min(1, 'needs at least one step').max(MOST_STEPS);
const branches = z.array(z.preprocess(asList, steps)).min(2, 'needs at least two branches').max(50);

/** A mission's text. */
export const missionSchema = z.strictObject({
  title: z.string().min(1).max(200).exactOptional(),
  description: z.string().max(5000).exactOptional(),
  schedule: parsedBy((text) => void new Cron(text, { timezone: 'UTC', paused: true })).exactOptional(),
  lock: z.boolean().default(true),
  on_failure: onFailure.exactOptional(),
  steps,
  finally: steps.exactOptional(),
});

export type MissionText = z.output<typeof missionSchema>;
export type StepText = MissionText['steps'][number];
export type FailureText = NonNullable<StepText['on_failure']>;
