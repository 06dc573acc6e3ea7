import { defineInstrument } from '../../../definition/define-instrument.ts';
import { line } from '../../../definition/stream.ts';
import { rawLine, VOLT_DIGITS, voltCounts } from '../hex.ts';

/** Sea-Bird SBE 43 oxygen sensor behind an SBE 19plus V2, which measures its voltage: there is nothing to say to it. */
export const sbe43 = defineInstrument({
  kind: 'sea_bird.sbe43',
  maker: 'Sea-Bird Scientific',
  model: 'SBE 43',
  description: 'Dissolved oxygen by a Clark electrode, as a voltage, behind a SeaCAT',

  rides: { on: ['sea_bird.sbe19plus_v2_ctdpf_sbe43', 'sea_bird.sbe19plus_v2'] },
  dialogue: { newline: '\r\n' },
  discover: {},
  states: { command: {}, autosample: { streaming: ['oxygen'] } },
  commands: {},
  parameters: {},

  samples: {
    oxygen: line(rawLine(VOLT_DIGITS, { counts: false }), voltCounts, {
      title: 'Oxygen, as counts',
      ooi: 'do_fast_sample',
    }),
  },

  simulation: {
    prompt: '',
    rejects: '',
    replies: {},
    records: { oxygen: '04570F0A1E910828FC47BC59F1\r\n' },
    values: { oxygen: { ext_volt0: { around: 23_000, swing: 400, noise: 5 } } },
    streams: { oxygen: { every: '250 ms' } },
  },
});
