import type { Bus } from '../bus/bus.ts';
import type { InstrumentService } from '../bus/services.ts';
import { type Config, configSchema } from '../config/schema.ts';
import { fromIso } from '../kit/time.ts';
import type { Alert } from '../model/api/alert.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import type { EventDraft } from '../model/event-draft.ts';
import type { Sample } from '../model/sample.ts';

export const TIME = '2026-01-01T00:00:00.000Z';

export const configWith = (outputs: object): Pick<Config, 'site' | 'outputs'> =>
  configSchema.parse({ site: 'rv', outputs, instruments: { ctd: { kind: 'a.b', link: 'tcp://127.0.0.1:1' } } });

export const summaryOf = (changes: Partial<InstrumentSummary> = {}): InstrumentSummary => ({
  id: 'ctd',
  name: 'CTD',
  kind: 'a.b',
  model: 'B',
  state: 'autosample',
  state_since: TIME,
  late: false,
  values: [],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
  ...changes,
});

export const sampleOf = (temp: number): Sample => ({
  instrument: 'ctd',
  stream: 'ctd',
  time: fromIso(TIME),
  times: { port: fromIso(TIME), driver: fromIso(TIME) },
  quality: 'ok',
  values: { temp },
});

export const alertOf = (changes: Partial<Alert> = {}): Alert => ({
  id: 'a1',
  instrument: 'ctd',
  kind: 'value',
  subject: 'ctd.temp',
  level: 'alarm',
  text: 'ctd.temp is 36, above 35',
  active: true,
  raised: TIME,
  at: TIME,
  count: 1,
  comments: [],
  ...changes,
});

/** An instrument that says only how it stands. */
export const offerInstrument = (bus: Bus): Disposable =>
  bus.offer('instrument', 'ctd', {
    summary: async () => summaryOf(),
  } as Partial<InstrumentService> as InstrumentService);

/** The notes of a bus, and the next of a type. */
export function notesOf(bus: Bus) {
  const notes: EventDraft[] = [];
  let check: (() => void) | undefined;
  bus.subscribe('note', ({ draft }) => {
    notes.push(draft);
    check?.();
  });
  return {
    notes,
    /** Resolves when there are so many of a type. */
    until: (type: EventDraft['type'], count = 1): Promise<EventDraft> =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = notes.filter((one) => one.type === type);
          const last = found[count - 1];
          if (last !== undefined) resolve(last);
        };
        check = look;
        look();
      }),
  };
}
