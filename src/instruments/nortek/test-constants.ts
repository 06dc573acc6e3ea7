import type { Instrument } from '../../definition/instrument.ts';
import { type Fixture, fixture, ooiRecords } from '../../testing/fixture.ts';

/** The constants of OOI's tests that the Vector and the Aquadopp have alike; `records` are own ones: file and stream. */
export function constantsIn(folder: URL, definition: Instrument, records: Readonly<Record<string, string>>): Fixture[] {
  const at = (name: string): URL => new URL(name, folder);
  const expected = ooiRecords(at('constants.expected.jsonl'), definition);
  const constant = (name: string, stream: string, sent?: string): Fixture =>
    fixture(
      at(name),
      expected.filter((record) => record.stream === stream),
      sent === undefined ? {} : { sent },
    );
  return [
    ...Object.entries(records).map(([name, stream]) => constant(name, stream)),
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
  ];
}
