import { toIso } from '../../kit/time.ts';
import type { AlertLevel } from '../../model/api/alert.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import { EVENT_TYPES, isEventType } from '../../model/event-types.ts';
import { FAULTS, type Fault } from '../faults.ts';
import { type OwnRule, sourceOf, type Watcher, type WatchOptions } from './watcher.ts';

const ALL = Object.values(FAULTS);

const alertLevel = (level: string): AlertLevel => (level === 'error' ? 'alarm' : 'warning');

const nameOf = ({ subject, each }: Fault, event: InstrumentEvent): string =>
  each && event.subject !== undefined ? `${subject} ${event.subject}` : subject;

/** What goes wrong in a driver, a definition, a disk or an output, as events tell it. */
export function watchFaults({ own, all, condition }: WatchOptions, of: 'instrument' | 'program'): Watcher | undefined {
  const setting = own.fault ?? all.fault;
  if (setting === false) return undefined;
  return {
    rules: () => rulesOf(of, sourceOf(setting)),
    event(event) {
      const { type, level, text, time } = event;
      const at = toIso(time);
      for (const ended of ALL.filter(({ until }) => until === type)) condition('fault', nameOf(ended, event)).ends(at);
      const fault = isEventType(type) ? FAULTS[type] : undefined;
      if (fault === undefined || fault.isOne?.(event.details) === false) return;
      const severity = fault.level ?? alertLevel(level);
      condition('fault', nameOf(fault, event)).holds({ level: severity, text, at }, true);
    },
  };
}

const rulesOf = (of: 'instrument' | 'program', from: OwnRule['from']): OwnRule[] =>
  Object.entries(FAULTS).flatMap(([type, fault]) => {
    if (!isEventType(type) || (fault.of ?? 'instrument') !== of) return [];
    const { title, level } = EVENT_TYPES[type];
    const { subject, level: own = alertLevel(level) } = fault;
    return [{ kind: 'fault', subject, level: own, text: `${title.charAt(0).toLowerCase()}${title.slice(1)}`, from }];
  });
