import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture, ooiRecords } from '../../../testing/fixture.ts';
import { constantsIn } from '../test-constants.ts';
import { aquadopp } from './index.ts';

const folder = new URL('./fixtures/', import.meta.url);
const at = (name: string): URL => new URL(name, folder);

describeInstrument(aquadopp, {
  fixtures: [
    ...constantsIn(folder, aquadopp, { 'velocity.bin': 'velocity' }),
    fixture(at('recorder-11402.aqd'), ooiRecords(at('recorder-11402.expected.jsonl.gz'), aquadopp)),
    fixture(at('field-2015-08-24.log'), ooiRecords(at('field-2015-08-24.expected.jsonl.gz'), aquadopp)),
    fixture(at('bad-checksum.aqd'), ooiRecords(at('bad-checksum.expected.jsonl'), aquadopp)),
  ],
});
