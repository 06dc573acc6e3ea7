import { ALERT_SETTINGS, type Persistence, parsePersistence, type ValueRule } from '../../config/alerts-schema.ts';
import { DAY, fromIso, type Nanos, toIso, toMillis } from '../../kit/time.ts';
import type { AlertLevel } from '../../model/api/alert.ts';
import type { Sample } from '../../model/sample.ts';
import { numberWords, unitWords } from '../../model/value-words.ts';
import type { Condition } from '../alert-book.ts';
import { fieldNamed, targetsOf } from '../targets.ts';
import { boundsText, crossed, levelOf } from './bounds.ts';
import { shownTime } from './shown-time.ts';
import { LEVELS, type OwnRule, rank, type Watcher, type WatchOptions } from './watcher.ts';

type Check = (sample: Sample) => void;

/** Values out of their bounds. What it costs for each sample is a comparison for each field that has bounds. */
export function watchValues({ own, condition, streams }: WatchOptions): Watcher | undefined {
  const rules = valueRules(own);
  if (rules.length === 0) return undefined;
  const checks = new Map<string, readonly Check[]>();
  const unitOf = (stream: string, field: string): string => afterNumber(streams()[stream]?.fields[field]?.unit);
  const compile = ({ stream, values }: Sample): readonly Check[] =>
    rules.flatMap(([name, rule]) => {
      const field = fieldNamed(name, stream);
      if (!Object.hasOwn(values, field)) return [];
      const subject = `${stream}.${field}`;
      return [fieldCheck(field, rule, condition('value', subject), { subject, unit: () => unitOf(stream, field) })];
    });
  return {
    rules: () => rules.flatMap(([name, rule]) => rulesOf(name, rule, streams())),
    watches: (subject) => rules.some(([name]) => subject === name || subject.endsWith(`.${name}`)),
    samples(samples) {
      for (const sample of samples) {
        // What the next sample may still flag is looked at when that has come.
        if (sample.provisional) continue;
        let own = checks.get(sample.stream);
        if (own === undefined) {
          own = compile(sample);
          checks.set(sample.stream, own);
        }
        for (const check of own) check(sample);
      }
    },
  };
}

const valueRules = (own: WatchOptions['own']): [string, ValueRule][] =>
  Object.keys(own)
    .filter((name) => !ALERT_SETTINGS.includes(name))
    .map((name) => [name, own[name]!]);

function rulesOf(name: string, rule: ValueRule, streams: ReturnType<WatchOptions['streams']>): OwnRule[] {
  const targets = targetsOf(name, streams).map(({ stream, field, metadata }) => ({
    subject: `${stream}.${field}`,
    unit: afterNumber(metadata.unit),
  }));
  const lasting = rule.for === undefined ? '' : `, for ${rule.for}`;
  return (targets.length > 0 ? targets : [{ subject: name, unit: '' }]).flatMap(({ subject, unit }) =>
    LEVELS.flatMap((level): OwnRule[] => {
      const bounds = rule[level];
      if (bounds === undefined) return [];
      return [{ kind: 'value', subject, level, from: 'configuration', text: `${boundsText(bounds, unit)}${lasting}` }];
    }),
  );
}

/** A unit as it stands behind a number. */
function afterNumber(unit: string | undefined): string {
  const words = unitWords(unit);
  return words === '' ? '' : ` ${words}`;
}

interface Named {
  readonly subject: string;
  readonly unit: () => string;
}

function fieldCheck(field: string, rule: ValueRule, condition: Condition, { subject, unit }: Named): Check {
  const flag = `${field}_qc`;
  const lasting = lastingFor(rule.for === undefined ? undefined : parsePersistence(rule.for));
  const { since } = condition;
  const known = since === undefined ? undefined : fromIso(since);
  /** After a crash the log is read again: what was told before is not told anew. */
  const isKnown = (time: Nanos): boolean => known !== undefined && time <= known && known - time < DAY;
  let level = condition.level;
  return (sample) => {
    const value = sample.values[field];
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    if (rule.failed !== true && hasFailed(sample, flag)) return;
    if (isKnown(sample.time)) return;
    const next = levelOf(value, rule, level);
    const found = rank(next) > rank(level) ? lasting.held(next, sample.time) : lasting.over(next, sample.time);
    if (found === undefined || found.level === level) return;
    level = found.level;
    const bounds = level && rule[level];
    if (level === undefined || bounds === undefined) return condition.ends(toIso(sample.time));
    const { beyond, bound } = crossed(value, bounds);
    const at = toIso(found.since);
    const text = `${subject} is ${numberWords(value)}${unit()}, ${beyond} ${bound}${unit()}, since ${shownTime(at)}`;
    condition.holds({ level, text, at, value, bound });
  };
}

const hasFailed = ({ flags, quality }: Sample, flag: string): boolean => {
  const own = flags?.[flag];
  return own === undefined ? quality === 'checksum_failed' : own === 4 || own === 9;
};

interface Found {
  readonly level: AlertLevel | undefined;
  readonly since: Nanos;
}

/** Lets only that through which has lasted; what gets better is told at once. */
function lastingFor(rule: Persistence | undefined) {
  let since: Nanos | undefined;
  let samples = 0;
  /** The least that it was all the time. */
  let least: AlertLevel | undefined;
  const isLong = (time: Nanos): boolean => {
    if (rule === undefined) return true;
    return rule.of === 'samples' ? samples >= rule.count : toMillis(time - (since ?? time)) >= rule.count;
  };
  return {
    held(level: AlertLevel | undefined, time: Nanos): Found | undefined {
      since ??= time;
      samples++;
      least = samples === 1 || rank(level) < rank(least) ? level : least;
      if (!isLong(time)) return undefined;
      const found = { level: least, since };
      since = undefined;
      samples = 0;
      return found;
    },
    over(level: AlertLevel | undefined, time: Nanos): Found {
      since = undefined;
      samples = 0;
      return { level, since: time };
    },
  };
}
