import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture } from '../../../testing/fixture.ts';
import { sbe43 } from './index.ts';

describeInstrument(sbe43, {
  fixtures: [
    fixture(new URL('./fixtures/sample.bin', import.meta.url), [
      { stream: 'oxygen', quality: 'ok', values: { ext_volt0: 23025 } },
    ]),
  ],
});
