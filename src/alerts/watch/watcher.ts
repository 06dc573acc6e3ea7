import type { AlertsConfig, InstrumentAlertsConfig } from '../../config/alerts-schema.ts';
import type { Clock } from '../../kit/clock.ts';
import type { AlertKind, AlertLevel, AlertRule } from '../../model/api/alert.ts';
import type { InstrumentSummary } from '../../model/api/instrument.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import type { StreamMetadata } from '../../model/metadata.ts';
import type { Sample } from '../../model/sample.ts';
import type { Condition } from '../alert-book.ts';

/** What an alert is of an instrument, or of the program. */
export type Watched = (kind: AlertKind, subject: string) => Condition;

export interface WatchOptions {
  /** What the configuration says of this instrument, and of all. */
  readonly own: InstrumentAlertsConfig;
  readonly all: AlertsConfig;
  readonly clock: Clock;
  readonly condition: Watched;
  /** Of what there are alerts of a kind that have not returned. */
  readonly kept: (kind: AlertKind) => readonly string[];
  /** What is known of its streams by now. */
  readonly streams: () => Readonly<Record<string, StreamMetadata>>;
}

/** A rule, where it is known whose. */
export type OwnRule = Omit<AlertRule, 'instrument'>;

/** Watches one kind of thing of one instrument. It hears only what it has a method for. */
export interface Watcher extends Partial<Disposable> {
  rules(): readonly OwnRule[];
  /** Whether an alert of its kind about this is one that it may end; all where nothing is said. */
  watches?(subject: string): boolean;
  samples?(samples: readonly Sample[]): void;
  event?(event: InstrumentEvent): void;
  summary?(summary: InstrumentSummary): void;
}

export const LEVELS: readonly AlertLevel[] = ['warning', 'alarm'];

/** From nothing to an alarm, as a number. */
export const rank = (level: AlertLevel | undefined): number => (level === undefined ? 0 : LEVELS.indexOf(level) + 1);

/** Where a rule comes from whose setting is this. */
export const sourceOf = (configured: unknown): OwnRule['from'] =>
  configured === undefined ? 'default' : 'configuration';
