import type { EventDraft } from '../../model/event-draft.ts';

/** Where what happens to an instrument is told. Never throws and never waits. */
export interface EventSink extends AsyncDisposable {
  record(draft: EventDraft): void;
}

/** For an instrument whose events nobody keeps. */
export const nullEvents: EventSink = {
  record: () => {},
  [Symbol.asyncDispose]: async () => {},
};
