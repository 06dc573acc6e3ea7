import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture, ooiRecords } from '../../../testing/fixture.ts';
import { constantsIn } from '../test-constants.ts';
import { vector } from './index.ts';

const folder = new URL('./fixtures/', import.meta.url);
const at = (name: string): URL => new URL(name, folder);

describeInstrument(vector, {
  fixtures: [
    ...constantsIn(folder, vector, {
      'velocity.bin': 'velocity',
      'system.bin': 'system',
      'velocity-header.bin': 'header',
    }),
    fixture(at('field-configuration.log'), ooiRecords(at('field-configuration.expected.jsonl'), vector)),
    fixture(at('field-first-records.log'), ooiRecords(at('field-first-records.expected.jsonl'), vector)),
    fixture(at('field-2014-10-11.log'), ooiRecords(at('field-2014-10-11.expected.jsonl.gz'), vector)),
  ],
});
