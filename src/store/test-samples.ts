import { fromIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import type { StreamFacts } from './day-metadata.ts';

/** Noon of the day of which the samples of these tests are. */
export const NOON = '2026-01-01T12:00:00Z';

/** What is known of the numbered stream `ctd` of the tests. */
export const facts: StreamFacts = {
  instrument: { id: 'ctd_12m', kind: 'sea_bird.sbe37_smp', maker: 'Sea-Bird Scientific', model: 'SBE 37-SMP MicroCAT' },
  stream: { name: 'ctd', title: 'CTD' },
  fields: { n: { title: 'Number', type: 'integer' } },
  flags: { n_qc: { field: 'n' } },
  definitions: ['0.1.0/abc'],
  calibrations: {},
};

/** The `n`th sample: it stands at the `n`th place of 40 bytes in the log and arrived when it says. */
export const sample = (n: number, time = NOON, more: Partial<Sample> = {}): Sample => ({
  instrument: 'ctd_12m',
  stream: 'ctd',
  time: fromIso(time),
  times: { port: fromIso(time), driver: fromIso(time) },
  quality: 'ok',
  values: { n },
  flags: { n_qc: 1 },
  log: { day: '2026-01-01', offset: n * 40, length: 24 },
  ...more,
});

export const provisional = (n: number, time = NOON): Sample =>
  sample(n, time, { provisional: true, flags: { n_qc: 2 } });
