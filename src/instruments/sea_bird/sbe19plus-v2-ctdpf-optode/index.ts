import { optodeProfiler } from '../sbe19plus-optode.ts';
import { simulation } from './simulation.ts';

/** Sea-Bird SBE 19plus V2 SeaCAT Profiler with strain gauge and optode, as on a profiling mooring. Manual and firmware: see README. */
export const sbe19plusV2CtdpfOptode = optodeProfiler({
  kind: 'sea_bird.sbe19plus_v2_ctdpf_optode',
  model: 'SBE 19plus V2 SeaCAT with optode (CTDPF)',
  ooi: 'ctdpf_optode',
  ooiSettings: 'ctdpf_optode_settings',
  pressureSensor: 'strain',
  simulation,
});
