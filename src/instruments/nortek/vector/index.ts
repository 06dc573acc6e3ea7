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
import { sampleRateParameter, userParameters } from '../user-configuration.ts';
import { simulation } from './simulation.ts';
import { headerData, systemData, velocityData } from './streams.ts';

/** Nortek Vector: three components of velocity at a point, in bursts. Binary throughout. Manual and firmware: see README. */
export const vector = defineInstrument({
  kind: 'nortek.vector',
  maker: 'Nortek',
  model: 'Vector',
  description: 'Acoustic velocimeter: turbulence at a point, 1 to 64 Hz',

  dialogue: nortekDialogue,
  discover: nortekDiscovery,
  states: nortekStates(['velocity', 'system', 'header']),
  commands: nortekCommands,
  parameters: {
    ...userParameters('user_configuration', { sample_rate: sampleRateParameter }),
    ...nortekIntervals,
  },
  blobs: nortekBlobs,
  settings: { whileStreaming: 'pause' },
  clock: nortekClock('read_clock'),
  jobs: nortekJobs,

  samples: {
    velocity: velocityData,
    system: systemData,
    header: headerData,
    ...statusRecords('vel3d_cd', 'vel3d_clock_data'),
  },
  simulation,
});
