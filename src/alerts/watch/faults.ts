import { toIso } from '../../kit/time.ts';
import type { AlertLevel } from '../../model/api/alert.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import { EVENT_TYPES, isEventType } from '../../model/event-types.ts';
import { FAULTS } from '../faults.ts';
import { type OwnRule, sourceOf, type Watcher, type WatchOptions } from './watcher.ts';

const ALL = Object.values(FAULTS);

const alertLevel = (level: string): AlertLevel => (level === 'error' ? 'alarm' : 'warning');

/** That an instrument is not reached, or an exchange broke off with it, is told by another alert. */
const isOfConnection = ({ details: { error } }: InstrumentEvent): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'connection';

/** One broker may fail while another does not. */
const nameOf = (subject: string, { subject: of }: InstrumentEvent): string =>
  subject === 'output' && of !== undefined ? `${subject} ${of}` : subject;

/** What goes wrong in a driver, a definition, a disk or an output, as events tell it. */
export function watchFaults({ own, all, condition }: WatchOptions, of: 'instrument' | 'program'): Watcher | undefined {
  const setting = own.fault ?? all.fault;
  if (setting === false) return undefined;
  return {
    rules: () => rulesOf(of, sourceOf(setting)),
    event(event) {
      const { type, level, text, time } = event;
      const at = toIso(time);
      for (const { subject } of ALL.filter(({ until }) => until === type)) {
        condition('fault', nameOf(subject, event)).ends(at);
      }
      const fault = isEventType(type) ? FAULTS[type] : undefined;
      if (fault === undefined || (type === 'fault' && isOfConnection(event))) return;
      condition('fault', nameOf(fault.subject, event)).holds(
        { level: fault.level ?? alertLevel(level), text, at },
        true,
      );
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
