import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../../../kit/bytes.ts';
import { compileSieve } from '../../../sieve/compile-sieve.ts';
import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture } from '../../../testing/fixture.ts';
import { sbe37Smp } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);

describeInstrument(sbe37Smp, {
  fixtures: [
    fixture(at('sample.bin'), [
      {
        stream: 'ctd',
        quality: 'ok',
        device: '2013-02-05T19:16:59.000Z',
        values: {
          temp: 55.9044,
          conductivity: 41.40609,
          pressure: 572.17,
          salinity: 34.2583,
          sound_velocity: 1505.948,
          date_time: '05 Feb 2013, 19:16:59',
        },
      },
    ]),
    fixture(at('ds.bin'), [
      {
        stream: 'device_status',
        quality: 'ok',
        device: '2013-02-05T19:11:43.000Z',
        values: {
          sbe37_serial_number: 2165,
          sbe37_date_time: 3569080303,
          sbe37_logging: false,
          sbe37_sample_interval: 20208,
          sbe37_sample_number: 0,
          sbe37_memory_free: 200000,
          sbe37_tx_realtime: true,
          sbe37_output_salinity: false,
          sbe37_output_sound_velocity: false,
          sbe37_store_time: false,
          sbe37_number_of_samples_to_average: 0,
          sbe37_reference_pressure: 0,
          sbe37_serial_sync_mode: false,
          sbe37_serial_sync_wait: 0,
          sbe37_internal_pump_installed: true,
          sbe37_temperature: 7.54,
        },
      },
    ]),
    fixture(at('dc.bin'), [
      {
        stream: 'device_calibration',
        quality: 'ok',
        values: {
          calibration_date_temperature: '08-nov-05',
          sbe37_coeff_ta0: -2.572242e-4,
          sbe37_coeff_ta1: 3.138936e-4,
          sbe37_coeff_ta2: -9.717158e-6,
          sbe37_coeff_ta3: 2.138735e-7,
          calibration_date_conductivity: '08-nov-05',
          sbe37_coeff_g: -9.87093e-1,
          sbe37_coeff_h: 1.417895e-1,
          sbe37_coeff_i: 1.334915e-4,
          sbe37_coeff_j: 3.339261e-5,
          sbe37_coeff_cpcor: 9.57e-8,
          sbe37_coeff_ctcor: 3.25e-6,
          sbe37_coeff_wbotc: 1.2024e-5,
          calibration_date_pressure: '12-aug-05',
          sbe37_coeff_serial_number: 4955,
          sbe37_coeff_pressure_range: 10847.1964958,
          sbe37_coeff_pa0: 5.916199,
          sbe37_coeff_pa1: 4.851819e-1,
          sbe37_coeff_pa2: 4.596432e-7,
          sbe37_coeff_ptca0: 276.2492,
          sbe37_coeff_ptca1: 6.603433e-1,
          sbe37_coeff_ptca2: 5.75649e-3,
          sbe37_coeff_ptcsb0: 24.6145,
          sbe37_coeff_ptcsb1: -9e-4,
          sbe37_coeff_ptcsb2: 0,
          sbe37_coeff_poffset: 0,
          sbe37_coeff_rtc: '08-nov-05',
          sbe37_coeff_rtca0: 9.999862e-1,
          sbe37_coeff_rtca1: 1.686132e-6,
          sbe37_coeff_rtca2: -3.022745e-8,
        },
      },
    ]),
  ],
});

const startSieve = compileSieve(sbe37Smp);
const valuesIn = (line: string) => startSieve().push(toBytes(`${line}\r\n`))[0]?.values;

test('the parts that a sample has or lacks are told apart', () => {
  const parts = (line: string) => {
    const { salinity, sound_velocity, date_time } = valuesIn(line) ?? {};
    return [salinity, sound_velocity, date_time];
  };
  assert.deepEqual(parts('1.0, 2.0, 3.0'), [null, null, null]);
  assert.deepEqual(parts('# -1.0,-2.0, -3.0,  34.2583'), [34.2583, null, null]);
  assert.deepEqual(parts('#1.0,2.0,3.0, 1505.948'), [null, 1505.948, null]);
  assert.deepEqual(parts('#1.0,2.0,3.0,134.2, 1505.948'), [134.2, 1505.948, null]);
  assert.deepEqual(parts('#1.0,2.0,3.0,34.2, 02-05-2013, 19:16:59'), [34.2, null, '02-05-2013, 19:16:59']);
  assert.deepEqual(parts('#1.0,2.0,3.0, 05 Feb 2013, 19:16:59'), [null, null, '05 Feb 2013, 19:16:59']);
});

test('a line with less or more than a sample is none', () => {
  for (const line of ['1.0,2.0', '1,2,3', '1.0,2.0,3.0,4.0,1500.0,6.0', '1.0,2.0,3.0S>'])
    assert.equal(valuesIn(line), undefined);
});
