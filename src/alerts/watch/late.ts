import type { InstrumentAlertsConfig } from '../../config/alerts-schema.ts';
import { describeMilliseconds, milliseconds } from '../../kit/duration.ts';
import { EVENT_TYPES } from '../../model/event-types.ts';
import { type Limits, Silence } from './silence.ts';
import { UsualLate, WORSE } from './usual-late.ts';
import { LEVELS, type OwnRule, sourceOf, type Watcher, type WatchOptions } from './watcher.ts';

type ByStream = Exclude<InstrumentAlertsConfig['late_data'], undefined | boolean>;

/**
 * Samples that stay away. Which streams come by themselves, and how often, is known where instruments are run, and told as the events
 * `data_late` and `data_back`; a stream that the configuration names may stay away for as long as it says there.
 */
export function watchLate({ own, all, clock, condition, kept }: WatchOptions): Watcher | undefined {
  const setting = own.late_data ?? all.late_data ?? true;
  if (setting === false) return undefined;
  const named: ByStream = setting === true ? {} : setting;
  const isNamed = (stream: string): boolean => Object.hasOwn(named, stream);
  const limits = Object.entries(named).flatMap(([stream, limit]) =>
    limit === false ? [] : [{ stream, limit: limitsOf(limit) }],
  );
  const silences = new Map(
    limits.map(({ stream, limit }) => [stream, new Silence(stream, limit, condition('late_data', stream), clock)]),
  );
  const ofUsual = kept('late_data').filter((stream) => !isNamed(stream));
  const usual = new UsualLate((stream) => condition('late_data', stream), clock, ofUsual);
  return {
    rules: () => [
      ...limits.flatMap(({ stream, limit }) => rulesOf(stream, limit)),
      ...LEVELS.map((level) => ({ ...USUAL[level], from: sourceOf(own.late_data ?? all.late_data) })),
    ],
    watches: (stream) => named[stream] !== false,
    samples(samples) {
      for (const { stream } of samples) {
        silences.get(stream)?.seen();
        usual.back(stream);
      }
    },
    event({ type, details }) {
      if (type !== 'data_late') return;
      const told = EVENT_TYPES.data_late.details.parse(details);
      if (told.stream === undefined || !isNamed(told.stream)) usual.late(told);
    },
    summary({ late, state }) {
      // It is not to stream any more. What was late when the program was stopped is so until that is seen.
      if (!late && (usual.isAnyNoticed || state === 'command')) usual.end();
    },
    [Symbol.dispose]() {
      usual[Symbol.dispose]();
      for (const silence of silences.values()) silence[Symbol.dispose]();
    },
  };
}

function limitsOf(limit: Exclude<ByStream[string], false>): Limits {
  if (typeof limit === 'string') return { warning: milliseconds(limit), alarm: WORSE * milliseconds(limit) };
  return Object.fromEntries(
    LEVELS.flatMap((level) => (limit[level] === undefined ? [] : [[level, milliseconds(limit[level])]])),
  );
}

const rulesOf = (subject: string, limits: Limits): OwnRule[] =>
  LEVELS.flatMap((level) => {
    const limit = limits[level];
    if (limit === undefined) return [];
    const text = `no sample for ${describeMilliseconds(limit)}`;
    return [{ kind: 'late_data', subject, level, text, from: 'configuration' }];
  });

const USUAL = {
  warning: {
    kind: 'late_data',
    subject: 'any_stream',
    level: 'warning',
    text: 'no sample of a stream that comes by itself, for longer than is usual for it',
  },
  alarm: { kind: 'late_data', subject: 'any_stream', level: 'alarm', text: `the same, ${WORSE} times as long` },
} as const;
