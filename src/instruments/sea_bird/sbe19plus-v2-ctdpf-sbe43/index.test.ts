import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { sbe19plusV2 } from '../sbe19plus-v2/index.ts';
import { constantsIn, events } from '../test-constants.ts';
import { sbe19plusV2CtdpfSbe43 } from './index.ts';

describeInstrument(sbe19plusV2CtdpfSbe43, {
  fixtures: [
    ...constantsIn(new URL('fixtures/', import.meta.url), sbe19plusV2CtdpfSbe43, [
      'sample',
      'status',
      'hardware',
      'configuration',
      'calibration',
    ]),
    // The same documents of an instrument with a quartz sensor.
    ...constantsIn(new URL('../sbe19plus-v2/fixtures/', import.meta.url), sbe19plusV2, ['calibration', 'status']),
    events,
  ],
});
