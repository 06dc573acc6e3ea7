import type { Instrument } from '../../definition/instrument.ts';
import { type Fixture, fixture, ooiRecords } from '../../testing/fixture.ts';

/** Constants of OOI's tests, each with the records that OOI's driver makes of it. */
export const constantsIn = (folder: URL, definition: Instrument, names: readonly string[]): Fixture[] =>
  names.map((name) =>
    fixture(new URL(`${name}.bin`, folder), ooiRecords(new URL(`${name}.expected.jsonl`, folder), definition)),
  );

/** Events in the form of the SBE 54: no other list of a Sea-Bird instrument was to be had. */
export const events: Fixture = fixture(new URL('sbe16plus-v2/fixtures/events.xml', import.meta.url), [
  {
    stream: 'event_counters',
    values: { num_events: 2, event_type: ['PowerFailReset', 'LowBattery'], event_count: [1, 1] },
  },
]);
