import { isRecord } from '../kit/records.ts';
import type { Alert, AlertLevel } from '../model/api/alert.ts';
import type { Details } from '../model/event.ts';
import type { EventType } from '../model/event-types.ts';

/** An event that is an alert. */
export interface Fault {
  /** What the alert is of. */
  readonly subject: string;
  /** That of the event where nothing is said. */
  readonly level?: AlertLevel;
  /** The event that tells that it is over; what has none is over when somebody has taken note of it. */
  readonly until?: EventType;
  /** Of an instrument where nothing is said. */
  readonly of?: 'program';
  /** One alert for each thing that the events are about: one broker may fail while another does not. */
  readonly each?: true;
  /** Whether an event is one at all. */
  readonly isOne?: (details: Details) => boolean;
}

/** That an instrument is not reached, or an exchange broke off with it, is told by another alert. */
const isNoConnection = ({ error }: Details): boolean => !isRecord(error) || error.code !== 'connection';

/** The events that are alerts, though nobody says within which bounds they are well. */
export const FAULTS: Readonly<Partial<Record<EventType, Fault>>> = {
  not_started_up: { subject: 'startup', until: 'started_up' },
  not_loaded: { subject: 'definition', until: 'agent_started' },
  definition_refused: { subject: 'definition', until: 'definition_reloaded' },
  definition_failed: { subject: 'definition' },
  not_corrected: { subject: 'correction' },
  flooding: { subject: 'flood', until: 'flood_over' },
  sink_failing: { subject: 'samples', until: 'sink_working' },
  events_lost: { subject: 'events' },
  port_agent_fault: { subject: 'port_agent' },
  fault: { subject: 'driver', level: 'warning', isOne: isNoConnection },
  configuration_refused: { of: 'program', subject: 'configuration', until: 'configured' },
  output_failing: { of: 'program', each: true, subject: 'output', until: 'output_working' },
  mission_not_started: { of: 'program', each: true, subject: 'mission' },
  mission_ended: { of: 'program', each: true, subject: 'mission', isOne: ({ state }) => state === 'failed' },
};

const LASTING: ReadonlySet<string> = new Set(
  Object.values(FAULTS).flatMap(({ subject, until }) => (until === undefined ? [] : [subject])),
);

/** Goes on whether somebody has taken note of it or not. Of several of one subject, `output broker` and `output hook`, the first word counts. */
export const isLasting = ({ kind, subject }: Pick<Alert, 'kind' | 'subject'>): boolean => {
  if (kind === 'fault') return LASTING.has(subject.split(' ')[0]!);
  return kind !== 'command_failed' && kind !== 'log_gap';
};
