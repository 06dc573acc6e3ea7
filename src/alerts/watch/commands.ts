import { toIso } from '../../kit/time.ts';
import type { AlertLevel } from '../../model/api/alert.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import { EVENT_TYPES } from '../../model/event-types.ts';
import { shownTime } from './shown-time.ts';
import { LEVELS, type OwnRule, sourceOf, type Watcher, type WatchOptions } from './watcher.ts';

/** What was not done because it was asked wrongly, or nobody was there to do it, is the asker's matter, or another alert's. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set([
  'parameter',
  'state',
  'connection',
  'locked',
  'confirmation',
  'not_implemented',
  'forbidden',
]);

/** What the program does by itself it does for something that has an alert: to start up, or since data are late. */
const PROGRAM: ReadonlySet<string> = new Set(['startup', 'driver']);

/** Commands and jobs that failed; over with the next of the same that is done. */
export function watchCommands({ own, all, condition }: WatchOptions): Watcher | undefined {
  const setting = own.command_failed ?? all.command_failed ?? true;
  if (setting === false) return undefined;
  const levelOf = (command: string): AlertLevel =>
    setting === true ? 'warning' : (LEVELS.findLast((level) => setting[level]?.includes(command)) ?? 'warning');
  return {
    rules: () => rulesOf(setting, sourceOf(own.command_failed ?? all.command_failed)),
    event(event) {
      const attempt = attemptOf(event);
      if (attempt === undefined) return;
      const { what, failure } = attempt;
      const at = toIso(event.time);
      const own = condition('command_failed', what);
      if (failure === undefined) own.ends(at);
      else own.holds({ level: levelOf(what), text: `${what} failed at ${shownTime(at)}: ${failure}`, at }, true);
    },
  };
}

interface Attempt {
  readonly what: string;
  readonly failure: string | undefined;
}

/** What an event tells of something that was tried; nothing where it was neither done nor failed. */
function attemptOf({ type, by, details }: InstrumentEvent): Attempt | undefined {
  if (type === 'job') {
    const { job, status, reason = 'no reason is known' } = EVENT_TYPES.job.details.parse(details);
    if (status !== 'done' && status !== 'failed') return undefined;
    return { what: job, failure: status === 'done' ? undefined : reason };
  }
  if (type !== 'command') return undefined;
  const { command, outcome, error } = EVENT_TYPES.command.details.parse(details);
  if (outcome === 'done') return { what: command, failure: undefined };
  if (outcome === 'aborted' || PROGRAM.has(by) || NOT_ITS_FAULT.has(error?.code ?? '')) return undefined;
  return { what: command, failure: error?.message ?? 'no reason is known' };
}

function rulesOf(
  setting: Exclude<WatchOptions['own']['command_failed'], undefined | false>,
  from: OwnRule['from'],
): OwnRule[] {
  const rule = (subject: string, level: AlertLevel): OwnRule => ({
    kind: 'command_failed',
    subject,
    level,
    text: 'it failed; over when it is done, or acknowledged',
    from,
  });
  const named =
    setting === true ? [] : LEVELS.flatMap((level) => (setting[level] ?? []).map((name) => rule(name, level)));
  return [...named, rule('any_command', 'warning')];
}
