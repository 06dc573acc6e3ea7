import { defineInstrument } from '../../../definition/define-instrument.ts';
import { nortekClock } from '../clock.ts';
import {
  nortekBlobs,
  nortekCommands,
  nortekDialogue,
  nortekDiscovery,
  nortekIntervals,
  nortekJobs,
  nortekStates,
} from '../dialogue.ts';
import { statusRecords } from '../status-records.ts';
import { userParameters } from '../user-configuration.ts';
import { simulation } from './simulation.ts';
import { diagnosticsData, diagnosticsHeader, velocityData } from './streams.ts';

/** Nortek Aquadopp: the current at a point, averaged. Binary throughout, as the Vector. Manual and firmware: see README. */
export const aquadopp = defineInstrument({
  kind: 'nortek.aquadopp',
  maker: 'Nortek',
  model: 'Aquadopp',
  description: 'Acoustic current meter: the current at a point, averaged over seconds to hours',

  dialogue: nortekDialogue,
  discover: nortekDiscovery,
  states: nortekStates(['velocity', 'diagnostics', 'diagnostics_header']),
  commands: nortekCommands,
  parameters: { ...userParameters('user_configuration', {}), ...nortekIntervals },
  blobs: nortekBlobs,
  settings: { whileStreaming: 'pause' },
  clock: nortekClock('read_clock'),
  jobs: nortekJobs,

  samples: {
    velocity: velocityData,
    diagnostics: diagnosticsData,
    diagnostics_header: diagnosticsHeader,
    ...statusRecords('velpt', 'velpt_clock_data'),
  },
  simulation,
});
