import { defineInstrument } from '../../../definition/define-instrument.ts';
import { line } from '../../../definition/stream.ts';
import { calibration } from '../calibration.ts';
import { fromRawCounts } from '../conversion.ts';
import { rawCounts, rawLine, VOLT_DIGITS, voltCounts } from '../hex.ts';
import { jobs } from '../jobs.ts';
import { documents, parameters } from '../sbe19plus.ts';
import { clock, commands, dialogue, discover, LEARNS, settings, states } from '../seacat.ts';
import { simulation } from './simulation.ts';

/** Sea-Bird SBE 19plus V2 SeaCAT Profiler with strain gauge and SBE 43, as on a profiling mooring. Manual: see README. */
export const sbe19plusV2CtdpfSbe43 = defineInstrument({
  kind: 'sea_bird.sbe19plus_v2_ctdpf_sbe43',
  maker: 'Sea-Bird Scientific',
  model: 'SBE 19plus V2 SeaCAT with SBE 43 (CTDPF)',
  description: 'Profiler of conductivity, temperature and pressure with an SBE 43 oxygen sensor',

  dialogue,
  discover,
  states: states('sample'),
  commands,
  parameters: parameters({ volt1: false, optode: false }),
  settings,
  learns: LEARNS,
  jobs,
  clock,

  samples: {
    sample: line(
      rawLine(VOLT_DIGITS),
      { ...rawCounts, ...voltCounts },
      {
        title: 'Conductivity, temperature, pressure and oxygen, raw counts',
        ooi: 'ctdpf_sbe43_sample',
        derives: fromRawCounts,
      },
    ),
    ...documents('ctdpf_sbe43', 'strain'),
  },
  calibration,
  simulation,
});
