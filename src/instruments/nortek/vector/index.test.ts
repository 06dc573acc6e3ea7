import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture, ooiRecords } from '../../../testing/fixture.ts';
import { vector } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const constants = ooiRecords(at('constants.expected.jsonl'), vector);
const constant = (name: string, stream: string, sent?: string) =>
  fixture(
    at(name),
    constants.filter((record) => record.stream === stream),
    sent === undefined ? {} : { sent },
  );

describeInstrument(vector, {
  fixtures: [
    constant('velocity.bin', 'velocity'),
    constant('system.bin', 'system'),
    constant('velocity-header.bin', 'header'),
    constant('hw-config.bin', 'hardware_configuration'),
    constant('head-config.bin', 'head_configuration'),
    constant('user-config.bin', 'user_configuration'),
    constant('clock.bin', 'clock', 'RC'),
    fixture(at('battery.bin'), [{ stream: 'battery', quality: 'ok', values: { battery_voltage_mv: 8103 } }], {
      sent: 'BV',
    }),
    fixture(at('id.bin'), [{ stream: 'identification', values: { identification_string: 'AQD 1215      ' } }], {
      sent: 'ID',
    }),
    fixture(at('bad.bin'), []),
    fixture(at('field-configuration.log'), ooiRecords(at('field-configuration.expected.jsonl'), vector)),
    fixture(at('field-first-records.log'), ooiRecords(at('field-first-records.expected.jsonl'), vector)),
    fixture(at('field-2014-10-11.log'), ooiRecords(at('field-2014-10-11.expected.jsonl.gz'), vector)),
  ],
});
