import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture, ooiRecords } from '../../../testing/fixture.ts';
import { ecoFlord } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const constants = ooiRecords(at('constants.expected.jsonl'), ecoFlord);
const constant = (name: string, stream: string) =>
  fixture(
    at(name),
    constants.filter((record) => record.stream === stream),
  );

describeInstrument(ecoFlord, {
  fixtures: [
    constant('record.bin', 'data_record'),
    constant('menu.bin', 'status'),
    constant('metadata.bin', 'metadata'),
    fixture(at('metadata-and-record.bin'), ooiRecords(at('metadata-and-record.expected.jsonl'), ecoFlord)),
  ],
});
