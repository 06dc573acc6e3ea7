import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../../../kit/bytes.ts';
import { compileSieve } from '../../../sieve/compile-sieve.ts';
import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture, ooiRecords } from '../../../testing/fixture.ts';
import { sbe37Im } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const fromOoi = (name: string) => ooiRecords(at(`${name}.expected.jsonl`), sbe37Im);

describeInstrument(sbe37Im, {
  fixtures: [
    fixture(at('modem.DAT'), fromOoi('modem')),
    fixture(at('modem-unexpected.DAT'), fromOoi('modem-unexpected')),
    fixture(at('uploaded.hex'), [
      { stream: 'upload_head', values: { device_type: 'SBE37-IM', serial_number: '20120314' } },
      ...fromOoi('uploaded'),
    ]),
  ],
});

test('a sample without pressure is one too', () => {
  const [record] = compileSieve(sbe37Im)().push(toBytes('563A00C35128D3531B\r\n'));
  const { pressure_range: _, ...values } = record?.values ?? {};
  assert.deepEqual(values, { temperature: 353184, conductivity: 50001, pressure: null, ctd_time: 458478376 });
});
