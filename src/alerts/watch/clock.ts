import { describeMilliseconds, milliseconds } from '../../kit/duration.ts';
import { toIso } from '../../kit/time.ts';
import { EVENT_TYPES } from '../../model/event-types.ts';
import { shownTime } from './shown-time.ts';
import { LEVELS, sourceOf, type Watcher, type WatchOptions } from './watcher.ts';

/** A good clock goes wrong by seconds in a month: what is so far off was never set, or lost its battery. */
const DEFAULT = { warning: '2 min' } as const;
const SUBJECT = 'clock';

/** An instrument's clock that is far from ours, whenever its driver finds out how far. */
export function watchClock({ own, all, condition }: WatchOptions): Watcher | undefined {
  const setting = own.clock_drift ?? all.clock_drift ?? DEFAULT;
  if (setting === false) return undefined;
  const limits: { readonly warning?: string | undefined; readonly alarm?: string | undefined } = setting;
  const bounds = LEVELS.flatMap((level) => {
    const limit = limits[level];
    return limit === undefined ? [] : [{ level, limit: milliseconds(limit) }];
  });
  const drift = condition('clock_drift', SUBJECT);
  return {
    rules: () =>
      bounds.map(({ level, limit }) => ({
        kind: 'clock_drift',
        subject: SUBJECT,
        level,
        text: `more than ${describeMilliseconds(limit)} from ours`,
        from: sourceOf(own.clock_drift ?? all.clock_drift),
      })),
    event({ type, details, time }) {
      if (type !== 'clock_drift') return;
      const { milliseconds: ahead } = EVENT_TYPES.clock_drift.details.parse(details);
      const at = toIso(time);
      const crossed = bounds.findLast(({ limit }) => Math.abs(ahead) > limit);
      if (crossed === undefined) return drift.ends(at);
      const { level, limit } = crossed;
      const side = ahead < 0 ? 'behind' : 'ahead of';
      const text = `its clock was ${describeMilliseconds(Math.abs(ahead))} ${side} ours at ${shownTime(at)}, more than ${describeMilliseconds(limit)}`;
      drift.holds({ level, text, at, value: ahead / 1000, bound: limit / 1000 });
    },
  };
}
