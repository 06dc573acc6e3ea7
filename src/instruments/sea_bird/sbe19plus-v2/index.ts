import { defineInstrument } from '../../../definition/define-instrument.ts';
import { line } from '../../../definition/stream.ts';
import { OPTODE_TAIL, optodeCounts, rawCounts, rawLine } from '../hex.ts';
import { jobs } from '../jobs.ts';
import { documents, optodeCommands, optodeSettings, parameters } from '../sbe19plus.ts';
import { clock, dialogue, discover, settings, states } from '../seacat.ts';
import { simulation } from './simulation.ts';

/** Sea-Bird SBE 19plus V2 SeaCAT Profiler with quartz pressure sensor and optode. Manual and firmware: see README. */
export const sbe19plusV2 = defineInstrument({
  kind: 'sea_bird.sbe19plus_v2',
  maker: 'Sea-Bird Scientific',
  model: 'SBE 19plus V2 SeaCAT',
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
      { title: 'Conductivity, temperature, pressure and oxygen, raw counts', ooi: 'ctdbp_no_sample' },
    ),
    ...documents('ctdbp_no', 'quartz'),
    optode_settings: optodeSettings('ctdbp_no_optode_settings'),
  },
  simulation,
});
