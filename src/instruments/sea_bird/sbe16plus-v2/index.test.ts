import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../../../kit/bytes.ts';
import { toIso } from '../../../kit/time.ts';
import { compileSieve } from '../../../sieve/compile-sieve.ts';
import { bench } from '../../../simulator/test-bench.ts';
import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { type ExpectedRecord, fixture, ooiRecords } from '../../../testing/fixture.ts';
import { constantsIn, events } from '../test-constants.ts';
import { sbe16plusV2 } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const fromOoi = (name: string): ExpectedRecord[] => ooiRecords(at(`${name}.expected.jsonl`), sbe16plusV2);
/** OOI names a range in its status, but no document shows one there. */
const withoutRange = ({ values: { pressure_sensor_range, ...values }, ...record }: ExpectedRecord): ExpectedRecord => ({
  ...record,
  values,
});
const logged = (name: string) => fixture(at(`${name}.log`), fromOoi(name), { input: 'dcl' });

describeInstrument(sbe16plusV2, {
  fixtures: [
    ...constantsIn(at(''), sbe16plusV2, ['sample', 'calibration-quartz', 'calibration-strain']),
    fixture(at('status.bin'), [
      {
        stream: 'status',
        device: '2014-03-20T09:09:06.000Z',
        values: { serial_number: '01906914', num_events: 260, pump_current: 145.6, ext_v01_current: 0.5, profiles: 0 },
      },
      {
        stream: 'hardware',
        values: {
          firmware_version: '2.5.2',
          pcb_serial_number: ['49577', '46750', '49374', '38071'],
          pressure_sensor_type: 'strain-0',
          pressure_sensor_serial_number: '3313899',
          volt0_type: 'SBE 43 OXY',
          volt0_serial_number: '432484',
          volt1_type: 'not assigned',
        },
      },
      ...fromOoi('status').map(withoutRange),
    ]),
    fixture(at('uploaded.hex'), fromOoi('uploaded')),
    fixture(at('uploaded-head.hex'), [
      {
        stream: 'hardware',
        values: {
          serial_number: '01650188',
          firmware_version: '3.1.9',
          firmware_date: 'Apr 22 2016 14:16:47',
          command_set_version: '2.4',
          assembly_number: ['41054H', '41967A', '41606', '41059D'],
          manufacture_date: '13 Jul 2016',
          pressure_sensor_serial_number: '10237874',
        },
      },
      {
        stream: 'status',
        device: '2017-05-04T18:35:51.000Z',
        values: { battery_voltage_main: 11.3, pump_current: null, serial_current: 0.4, num_samples: 1743, profiles: 1 },
      },
      {
        stream: 'configuration',
        quality: 'ok',
        values: {
          sample_interval: 3600,
          measurements_per_sample: 10,
          pump_mode: 'no pump',
          delay_before_sampling: 2,
          delay_after_sampling: 0,
          tx_real_time: true,
          wetlabs: true,
          sbe63: false,
          echo_characters: false,
          output_executed_tag: true,
          output_format: 'converted decimal',
          output_salinity: false,
          serial_sync_mode: false,
          firmware_version: '3.1.9',
          battery_voltage_lithium: 8.4,
          samples_free: 3131501,
        },
      },
      {
        stream: 'calibration',
        quality: 'ok',
        values: {
          device_type: 'SBE16plus',
          calibration_date_temperature: '20-Jul-16',
          calibration_date_pressure: '15-Jul-16',
          press_coeff_pa0: -1.411653e-1,
          press_coeff_pc1: null,
          pressure_sensor_range: 160,
          ext_volt5_slope: 1.251921,
          ext_freq_sf: 1.000018,
        },
      },
      { stream: 'event_counters', quality: 'ok', values: { num_events: 0, event_type: [] } },
    ]),
    events,
    fixture(at('columns.txt'), [
      {
        stream: 'converted_sample',
        device: '2014-09-30T00:30:16.000Z',
        values: { temp: 19.7398, volts: [0.059, 0.1089], salinity: null },
      },
      {
        stream: 'converted_sample',
        device: '2014-09-18T00:02:19.000Z',
        values: {
          salinity: 34.84,
          sound_velocity: 1483.226,
          sigma_t: 27.1182,
          battery_voltage: 11.5,
          operating_current: 2,
        },
      },
    ]),
    fixture(at('modem.DAT'), fromOoi('modem')),
    logged('optode'),
    logged('optode-broken'),
    logged('wet-labs'),
    logged('wet-labs-below-zero'),
    logged('low-battery'),
    logged('plain'),
  ],
});

const startSieve = compileSieve(sbe16plusV2);
const recordIn = (line: string) => startSieve().push(toBytes(`${line}\r\n`))[0];

test('the columns of a converted sample are told apart', () => {
  const columns = (middle: string, end = '') => {
    const record = recordIn(`# 19.7398,  0.00004,   -0.063${middle}, 30 Sep 2014 00:30:16${end}`);
    const { temp, conductivity, pressure, date_time, ...others } = record?.values ?? {};
    return Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null));
  };
  assert.deepEqual(columns(''), {});
  assert.deepEqual(columns(',  271.659'), { oxygen: 271.659 });
  assert.deepEqual(columns(', 0.0021, 4.9787'), { volts: [0.0021, 4.9787] });
  assert.deepEqual(columns(', 4130, 1244, 73'), { raw_signal_beta: 4130, raw_signal_chl: 1244, raw_signal_cdom: 73 });
  assert.deepEqual(columns(',  34.2583'), { salinity: 34.2583 });
  assert.deepEqual(columns(', 1505.948'), { sound_velocity: 1505.948 });
  assert.deepEqual(columns(', 1.0001, 798, 207, 73, 271.659, 34.2583, 1505.948'), {
    volts: [1.0001],
    raw_signal_beta: 798,
    raw_signal_chl: 207,
    raw_signal_cdom: 73,
    oxygen: 271.659,
    salinity: 34.2583,
    sound_velocity: 1505.948,
  });
  assert.deepEqual(columns(',  0.0119, 1483.220', ', 24.1234, 11.4, 103.5'), {
    salinity: 0.0119,
    sound_velocity: 1483.22,
    sigma_t: 24.1234,
    battery_voltage: 11.4,
    operating_current: 103.5,
  });
});

test('a sample may have a prompt before it, or no number sign', () => {
  for (const before of ['', '# ', '#', 'S># ', '?cmd S># ', ' '])
    assert.equal(recordIn(`${before}19.7398,0.00004,-0.063, 30 Sep 2014, 00:30:16`)?.values.temp, 19.7398, before);
  for (const before of ['', '#', '# ', 'S>#', '<Executed/>\r\nS>', '[ctdbp1:DLOGP3]:'])
    assert.equal(recordIn(`${before}0688AA0A5ECF0874183C631F812C62`)?.values.temperature, 428202, before);
});

test('a line that was cut is none', () => {
  for (const line of ['# 19.7398, 0.00004', '# 19.7398, 0.00004, -0.063, 30 Sep 2014 00:3', '#0688AA0A5ECF0874183C63'])
    assert.equal(recordIn(line), undefined, line);
});

test('the time of a raw sample is the instrument’s', () => {
  const record = recordIn('#0409DB0A738C81747A84AC0006000A2E541E18BE6ED9');
  assert.equal(record?.device && toIso(record.device), '2013-02-25T18:50:01.000Z');
  assert.equal(record?.values.external, '0006000A2E541E');
});

test('the bio-wiper is set as other settings are, though nothing shows it', () => {
  using at = bench(sbe16plusV2);
  const accepted = at.say('NCycles=5\r\n').replace('NCycles=5', '');
  for (const line of ['Biowiper=y', 'Biowiper=n']) assert.equal(at.say(`${line}\r\n`).replace(line, ''), accepted);
});
