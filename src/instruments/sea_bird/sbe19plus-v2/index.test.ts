import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../../../kit/bytes.ts';
import { compileSieve } from '../../../sieve/compile-sieve.ts';
import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { sbe19plusV2CtdpfOptode } from '../sbe19plus-v2-ctdpf-optode/index.ts';
import { constantsIn, events } from '../test-constants.ts';
import { sbe19plusV2 } from './index.ts';

const own = ['sample', 'status', 'hardware', 'configuration', 'calibration', 'optode-settings'];

describeInstrument(sbe19plusV2, {
  fixtures: [
    ...constantsIn(new URL('fixtures/', import.meta.url), sbe19plusV2, own),
    // The same document of an instrument with a strain gauge.
    ...constantsIn(new URL('../sbe19plus-v2-ctdpf-optode/fixtures/', import.meta.url), sbe19plusV2CtdpfOptode, [
      'calibration',
      'sample-without-optode',
    ]),
    events,
  ],
});

const startSieve = compileSieve(sbe19plusV2);
const valuesIn = (line: string) => startSieve().push(toBytes(`${line}\r\n`))[0]?.values;

test('behind the counts there may be an optode, voltages, or nothing', () => {
  const counts = '04570F0A1E910828FC47BC';
  for (const before of ['', '#', '# ', 'S>', '[ctdbp:DLOGP1]:'])
    assert.equal(valuesIn(`${before}${counts}59F199952C64C9`)?.oxygen, 2909385, before);
  for (const after of ['', '59F1', '59F19995']) assert.equal(valuesIn(counts + after)?.oxy_calphase, null, after);
  for (const after of ['5', '59F19', '59F199952C64C', '59F199952C64C9A'])
    assert.equal(valuesIn(counts + after), undefined, after);
});
