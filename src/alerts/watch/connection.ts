import type { Timer } from '../../kit/clock.ts';
import { describeMilliseconds, milliseconds } from '../../kit/duration.ts';
import { toIso } from '../../kit/time.ts';
import { shownTime } from './shown-time.ts';
import { sourceOf, type Watcher, type WatchOptions } from './watcher.ts';

/** A connection that comes back sooner is no alert. */
const FORGIVENESS = '30 s';
const SUBJECT = 'connection';

/** An instrument that is not reached. One that is found behind another is lost with that one, and only that one's loss is told. */
export function watchConnection({ own, all, clock, condition }: WatchOptions): Watcher | undefined {
  const setting = own.connection_lost ?? all.connection_lost;
  if (setting === false) return undefined;
  const forgiven = milliseconds(setting ?? FORGIVENESS);
  const connection = condition('connection_lost', SUBJECT);
  let reason = '';
  let timer: Timer | undefined;
  let isLost = false;
  return {
    rules: () => [
      {
        kind: 'connection_lost',
        subject: SUBJECT,
        level: 'alarm',
        text: `not reached for ${describeMilliseconds(forgiven)}`,
        from: sourceOf(setting),
      },
    ],
    event({ type, details }) {
      if ((type === 'link_down' || type === 'attachment_lost') && typeof details.reason === 'string')
        reason = details.reason;
    },
    summary({ on, state, state_since: since }) {
      if (on !== undefined) return;
      const wasLost = isLost;
      isLost = state === 'unconfigured' || state.endsWith('disconnected');
      if (!isLost) {
        timer?.cancel();
        timer = undefined;
        reason = '';
        connection.ends();
      } else if (!wasLost) {
        timer = clock.after(forgiven, () => {
          const text = `not reached since ${shownTime(since)}${reason === '' ? '' : `: ${reason}`}`;
          connection.holds({ level: 'alarm', text, at: toIso(clock.now()), bound: forgiven / 1000 });
        });
      }
    },
    [Symbol.dispose]: () => timer?.cancel(),
  };
}
