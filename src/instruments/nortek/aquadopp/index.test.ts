import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture, ooiRecords } from '../../../testing/fixture.ts';
import { aquadopp } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const constants = ooiRecords(at('constants.expected.jsonl'), aquadopp);
const constant = (name: string, stream: string, sent?: string) =>
  fixture(
    at(name),
    constants.filter((record) => record.stream === stream),
    sent === undefined ? {} : { sent },
  );

describeInstrument(aquadopp, {
  fixtures: [
    constant('velocity.bin', 'velocity'),
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
    fixture(at('recorder-11402.aqd'), ooiRecords(at('recorder-11402.expected.jsonl.gz'), aquadopp)),
    fixture(at('field-2015-08-24.log'), ooiRecords(at('field-2015-08-24.expected.jsonl.gz'), aquadopp)),
    fixture(at('bad-checksum.aqd'), ooiRecords(at('bad-checksum.expected.jsonl'), aquadopp)),
  ],
});
