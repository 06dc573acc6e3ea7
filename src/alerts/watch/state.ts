import type { Timer } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { toIso } from '../../kit/time.ts';
import type { AlertLevel } from '../../model/api/alert.ts';
import { shownTime } from './shown-time.ts';
import { LEVELS, type Watcher, type WatchOptions } from './watcher.ts';

const SUBJECT = 'state';

/** An instrument that is in a state in which it should not be, or not for so long. */
export function watchState({ own: { state: rule }, clock, condition }: WatchOptions): Watcher | undefined {
  if (rule === undefined) return undefined;
  const own = condition('state', SUBJECT);
  const lasting = rule.for === undefined ? 0 : milliseconds(rule.for);
  const levelOf = (state: string): AlertLevel | undefined => LEVELS.findLast((level) => rule[level]?.includes(state));
  let present: string | undefined;
  let timer: Timer | undefined;
  const tell = (state: string, level: AlertLevel, since: string): void => {
    own.holds({
      level,
      text: `in state ${state} since ${shownTime(since)}`,
      at: since,
      value: state,
      bound: rule[level] ?? [],
    });
  };
  const enter = (state: string, since: string): void => {
    if (state === present) return;
    present = state;
    timer?.cancel();
    const level = levelOf(state);
    if (level === undefined) {
      if (rule.clear === undefined || rule.clear.includes(state)) own.ends(since);
    } else if (lasting === 0) tell(state, level, since);
    else timer = clock.after(lasting, () => tell(state, level, since));
  };
  const lastingText = rule.for === undefined ? '' : `, for ${rule.for}`;
  return {
    rules: () =>
      LEVELS.flatMap((level) => {
        const states = rule[level];
        if (states === undefined) return [];
        const text = `in state ${states.join(' or ')}${lastingText}`;
        return [{ kind: 'state' as const, subject: SUBJECT, level, text, from: 'configuration' as const }];
      }),
    event({ type, details, time }) {
      if (type === 'state_changed' && typeof details.state === 'string') enter(details.state, toIso(time));
    },
    // What it was in before anybody listened; and of a state that changes often not each change is an event.
    summary: ({ state, state_since: since }) => enter(state, since),
    [Symbol.dispose]: () => timer?.cancel(),
  };
}
