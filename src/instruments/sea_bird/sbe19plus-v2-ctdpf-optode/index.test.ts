import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { sbe19plusV2 } from '../sbe19plus-v2/index.ts';
import { constantsIn, events } from '../test-constants.ts';
import { sbe19plusV2CtdpfOptode } from './index.ts';

describeInstrument(sbe19plusV2CtdpfOptode, {
  fixtures: [
    ...constantsIn(new URL('fixtures/', import.meta.url), sbe19plusV2CtdpfOptode, [
      'sample',
      'sample-without-optode',
      'status',
      'hardware',
      'configuration',
      'calibration',
      'optode-settings',
    ]),
    // The same documents of an instrument with a quartz sensor.
    ...constantsIn(new URL('../sbe19plus-v2/fixtures/', import.meta.url), sbe19plusV2, ['calibration', 'status']),
    events,
  ],
});
