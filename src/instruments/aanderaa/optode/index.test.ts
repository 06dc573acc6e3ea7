import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { type ExpectedRecord, fixture } from '../../../testing/fixture.ts';
import { optode } from './index.ts';
import { SETTINGS } from './test-settings.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);

const NAMES = Object.keys(optode.samples.measurement.fields).slice(2);
const measured = (...values: readonly number[]): ExpectedRecord => ({
  stream: 'measurement',
  quality: 'ok',
  values: {
    product_number: 4831,
    serial_number: '379',
    ...Object.fromEntries(NAMES.map((name, i) => [name, values[i]])),
  },
});

describeInstrument(optode, {
  fixtures: [
    fixture(at('sample.bin'), [
      { stream: 'optode', quality: 'ok', values: { oxy_calphase: 23025, oxy_temp: 39317, oxygen: 2909385 } },
    ]),
    fixture(at('voltage.bin'), [{ stream: 'voltage', quality: 'ok', values: { ext_volt0: 23025 } }]),
    fixture(
      at('logged.log'),
      [
        measured(354.255, 94.962, 7.658, 32.971, 32.971, 41.373, 8.402, 738.5, 797.6, 448.6),
        measured(353.542, 94.785, 7.664, 32.993, 32.993, 41.394, 8.401, 738.6, 794.9, 448.4),
        measured(354.171, 94.953, 7.663, 32.972, 32.972, 41.372, 8.401, 738.7, 797.8, 448.4),
      ],
      { input: 'dcl' },
    ),
    fixture(at('settings.bin'), [
      {
        stream: 'settings',
        quality: 'ok',
        values: SETTINGS,
      },
    ]),
  ],
});
