import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../../../kit/bytes.ts';
import { inScope } from '../../../kit/scope.ts';
import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { type ExpectedRecord, fixture } from '../../../testing/fixture.ts';
import { beginLife } from '../../../testing/life-rig.ts';
import { sieveOf, sift } from '../../../testing/sift.ts';
import { asimetMetbk } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const NAMES = Object.keys(asimetMetbk.samples.metbk.fields);

const record = (...values: readonly (number | null)[]): ExpectedRecord => ({
  stream: 'metbk',
  quality: 'ok',
  values: Object.fromEntries(NAMES.map((name, i) => [name, values[i]])),
});

describeInstrument(asimetMetbk, {
  fixtures: [
    fixture(at('sample.bin'), [record(1012.53, 44.543, 24.09, 0, 1.12, 24.24, 0, 32788.7, -0.03, -0.02, 0, 12.5)]),
    // The third and fourth line hold letters among the digits, the fifth ends before its time.
    fixture(
      at('missing-sensors.log'),
      [
        record(1016.46, 76.074, 11.425, 281.4, 25.08, 11.7, 3.7272, 2.5, 0.93, 9.31, 3.7272, 12.5),
        record(1016.46, 76.074, 11.425, 281.4, 25.08, 11.7, 3.7272, null, null, 9.31, 3.7272, 12.5),
        record(1013.15, 80.265, 12.072, 334.3, 24.69, 11.938, 3.7512, 77.7, null, null, 3.7512, 12.5),
        record(1013.15, 80.123, 12.072, 334.3, 24.69, 11.938, 3.7512, 77.7, null, null, 3.7512, 12.5),
      ],
      { input: 'dcl' },
    ),
    fixture(
      at('not-a-number.log'),
      [
        record(1021.49, null, null, 299.8, 14.03, 9.439, 3.1409, 79.6, null, null, 3.1409, 12.5),
        record(1023.22, 62.072, 3.418, 244.3, 4.4, 8.965, 3.0188, 2.1, -5.38, 2.03, 3.0188, 12.5),
        record(1020.12, null, null, 343.5, 14.03, 9.115, 3.0978, null, -3.23, 4.32, 3.0978, 12.5),
      ],
      { input: 'dcl' },
    ),
    fixture(at('status.bin'), [
      {
        stream: 'status',
        quality: 'ok',
        values: {
          instrument_model: 'NEWLGR53',
          serial_number: '17DEC12',
          calibration_date: '17DEC12',
          firmware_version: 'LOGR53 v4.11cf',
          date_time_string: '2013/05/21  13:55:51',
          logging_interval: 60,
          current_tick: 6,
          recent_record_interval: 1,
          flash_card_presence: 'Compact Flash Card present - Compact Flash OK!',
          battery_voltage_main: 12.5,
          failure_messages: ['Failed last attempt to update PTT module', 'TMP failed'],
          ptt_id1: '46B1BAD3E8E9FF7F9681300017D1F446ADBED76909FE7F9601200017D1F4706A',
          ptt_id2: '46A9BED82911FE7F9601400017D1F446A5C2D668F1FE7F9581400017D1F4FFA6',
          ptt_id3: '46A1BED628D9FE7F9581400017D1F4469DC2D7E8C1FE7F9501500017D1F40B4F',
          sampling_state: 'GO',
        },
      },
    ]),
  ],
});

const LINE = '1012.53  44.543  24.090    0.0    1.12  24.240  0.0000 32788.7   -0.03   -0.02  0.0000 12.50\r\n';
const decode = (sent: string) => sift(sieveOf(asimetMetbk), [toBytes(sent)]).records;

test('a record that is read twice is one', () => {
  assert.equal(decode(LINE + LINE).length, 1);
  assert.equal(decode(LINE + LINE.replace('1012.53', '1012.54') + LINE).length, 3);
});

test('numbers that fill their columns touch', () => {
  const [touching] = decode(LINE.replace('  1.12  24.240', '-100.12-24.240'));
  assert.deepEqual([touching?.values.precipitation, touching?.values.sea_surface_temperature], [-100.12, -24.24]);
});

test('a line that ran into the next one is neither', () => {
  for (let cut = 1; cut < LINE.length - 2; cut++) {
    const found = decode(LINE.slice(0, cut) + LINE).map(({ values }) => values.barometric_pressure);
    assert.deepEqual(found, [], `cut after ${cut}`);
  }
});

test('a status without failures and without a satellite transmitter is whole', () => {
  const short = asimetMetbk.simulation.replies.acquire_status!.toString().replace(/Failed.*(?=Sampling)/s, '');
  const [status] = decode(short);
  assert.deepEqual([status?.values.failure_messages, status?.values.ptt_id1, status?.quality], [[], null, 'ok']);
});

test('read twice as often as it measures, it gives one sample a minute', async () => {
  await inScope(async (use) => {
    const { driver, told, clock, until } = await beginLife(use, asimetMetbk);
    await driver.startUp({ mode: 'autosample' });
    assert.deepEqual(told.states, ['command', 'synchronizing', 'autosample']);
    told.forget();
    const began = clock.elapsed();
    const records = () => told.samples.filter(({ stream }) => stream === 'metbk').length;
    await until('ten records', () => records() === 10);
    const polls = told.sent.filter((sent) => sent.startsWith('#D')).length;
    assert(polls >= 18 && polls <= 20, `${polls} polls`);
    assert.equal(Math.round((clock.elapsed() - began) / 60_000), 9);
  });
});

test('a record that was read before is the whole answer', async () => {
  await inScope(async (use) => {
    const { driver, told } = await beginLife(use, asimetMetbk);
    await driver.startUp({ mode: 'command' });
    told.forget();
    await driver.execute('acquire_sample');
    assert.match(String(await driver.execute('acquire_sample')), /^ *\d+\.\d+ .*\r\n$/);
    assert.equal(told.samples.length, 1);
  });
});

test('while it synchronizes it cannot be stopped: that is waited for, and asked again', async () => {
  await inScope(async (use) => {
    const { driver, told, simulator } = await beginLife(use, asimetMetbk);
    await driver.startUp({ mode: 'command' });
    simulator.receive(toBytes('#GO\r\n'));
    assert.equal(await driver.discover(), 'synchronizing');
    told.forget();
    await driver.executeStopAutosample();
    assert.deepEqual([driver.getCurrentState(), simulator.state], ['command', 'command']);
    assert.equal(told.sent.filter((sent) => sent.startsWith('#STOP')).length, 2);
  });
});
