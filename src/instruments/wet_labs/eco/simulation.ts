import type { Simulation } from '../../../definition/simulation.ts';
import { perSignal, type Signal } from './signals.ts';
import { toEcoTime } from './time.ts';

/** Counts in the middle of those of the field record that the FLORT's fixtures hold. */
const MIDDLE: Readonly<Record<string, number>> = { beta: 240, chl: 150, cdom: 83 };

/** How an ECO with these signals answers, which shows this menu and this reply to `$met`, and sends such records. */
export const ecoSimulation = (
  signals: readonly Signal[],
  { menu, metadata, record }: { readonly menu: string; readonly metadata: string; readonly record: string },
): Simulation => ({
  prompt: '',
  rejects: 'unrecognized command\r\n',
  silentIn: ['autosample'],
  settingsShow: 'acquire_status',
  replies: {
    acquire_status: menu,
    read_metadata: metadata,
    run_wiper: 'mvs 1\r\nmvs 0\r\n',
    start_autosample: 'mvs 1\r\n',
  },
  records: { data_record: record },
  streams: { data_record: { every: '1 s' } },
  takes: { run_wiper: '3 s' },
  values: {
    data_record: {
      date_string: { clock: (now) => toEcoTime(now).date },
      time_string: { clock: (now) => toEcoTime(now).time },
      ...perSignal(signals, ({ name }) => ({
        [`raw_signal_${name}`]: { around: MIDDLE[name] ?? 100, swing: 20, period: '10 min', noise: 8 },
      })),
      raw_internal_temp: { around: 554, swing: 3, period: '10 min', noise: 1 },
    },
  },
});
