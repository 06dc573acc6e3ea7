import { optodeProfiler } from '../sbe19plus-optode.ts';
import { simulation } from './simulation.ts';

/** Sea-Bird SBE 19plus V2 SeaCAT Profiler with quartz pressure sensor and optode. Manual and firmware: see README. */
export const sbe19plusV2 = optodeProfiler({
  kind: 'sea_bird.sbe19plus_v2',
  model: 'SBE 19plus V2 SeaCAT',
  ooi: 'ctdbp_no',
  ooiSettings: 'ctdbp_no_optode_settings',
  pressureSensor: 'quartz',
  simulation,
});
