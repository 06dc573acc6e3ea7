import { defineInstrument } from '../../../definition/define-instrument.ts';
import { line } from '../../../definition/stream.ts';
import { OPTODE_TAIL, optodeCounts, rawCounts, rawLine } from '../hex.ts';
import { jobs } from '../jobs.ts';
import { documents, optodeCommands, optodeSettings, parameters } from '../sbe19plus.ts';
import { clock, dialogue, discover, settings, states } from '../seacat.ts';
import { simulation } from './simulation.ts';

/** Sea-Bird SBE 19plus V2 SeaCAT Profiler with strain gauge and optode, as on a profiling mooring. Manual and firmware: see README. */
export const sbe19plusV2CtdpfOptode = defineInstrument({
  kind: 'sea_bird.sbe19plus_v2_ctdpf_optode',
  maker: 'Sea-Bird Scientific',
  model: 'SBE 19plus V2 SeaCAT with optode (CTDPF)',
  description: 'Profiler of conductivity, temperature and pressure with an optode',

  dialogue,
  discover,
  states: states('sample'),
  commands: optodeCommands,
  parameters: parameters({ volt1: true, optode: true }),
  settings,
  jobs,
  clock,

  samples: {
    sample: line(
      rawLine(OPTODE_TAIL),
      { ...rawCounts, ...optodeCounts },
      { title: 'Conductivity, temperature, pressure and oxygen, raw counts', ooi: 'ctdpf_optode_sample' },
    ),
    ...documents('ctdpf_optode', 'strain'),
    optode_settings: optodeSettings('ctdpf_optode_settings'),
  },
  simulation,
});
