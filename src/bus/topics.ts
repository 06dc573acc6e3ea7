import type { Config } from '../config/schema.ts';
import type { Alert } from '../model/api/alert.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import type { Job } from '../model/api/job.ts';
import type { Lock } from '../model/api/lock.ts';
import type { MissionRun } from '../model/api/mission.ts';
import type { InstrumentEvent } from '../model/event.ts';
import type { EventDraft } from '../model/event-draft.ts';
import type { ParameterState } from '../model/metadata.ts';
import type { Sample } from '../model/sample.ts';

/** What is published, by topic. A message never changes after that. */
export interface Topics {
  /** As they come from the refiner; `settled` are those of before whose flags are now final. */
  readonly samples: {
    readonly instrument: string;
    readonly samples: readonly Sample[];
    readonly settled?: readonly Sample[];
  };
  /** As it was kept. */
  readonly event: InstrumentEvent;
  /** Something that is to be kept as an event: of an instrument, or of the program where none is named. */
  readonly note: { readonly instrument?: string; readonly draft: EventDraft };
  /** What a list shows of an instrument has changed; at most once a second for each. */
  readonly summary: InstrumentSummary;
  readonly job: Job;
  /** Those that changed. */
  readonly parameters: { readonly instrument: string; readonly parameters: Readonly<Record<string, ParameterState>> };
  /** Bytes for whoever has direct access to the instrument. */
  readonly direct: { readonly instrument: string; readonly bytes: Uint8Array };
  readonly alert: Alert;
  /** `by`: who let go of it; nobody where its time is up. */
  readonly lock: { readonly instrument: string; readonly lock: Lock | null; readonly by?: string };
  readonly mission: MissionRun;
  /** Another configuration holds from now on. */
  readonly config: Config;
  readonly registry: { readonly instrument: string; readonly change: 'added' | 'removed' };
}

export type Topic = keyof Topics;
