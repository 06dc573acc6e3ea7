import { defineInstrument } from '../../../definition/define-instrument.ts';
import { interval } from '../../../definition/parameter.ts';
import { prompt, sampleOf } from '../../../definition/reply.ts';
import { nortekClock } from '../clock.ts';
import {
  batteryReply,
  clockReply,
  hardwareConfiguration,
  headConfiguration,
  identificationReply,
  nortekCommands,
  nortekDialogue,
} from '../common.ts';
import {
  nortekChecksum,
  sampleRateParameter,
  USER_CONFIGURATION_LENGTH,
  userConfiguration,
  userParameters,
} from '../user-configuration.ts';
import { simulation } from './simulation.ts';
import { headerData, systemData, velocityData } from './streams.ts';

/** Nortek Vector: three components of velocity at a point, in bursts. Binary throughout. Manual and firmware: see README. */
export const vector = defineInstrument({
  kind: 'nortek.vector',
  maker: 'Nortek',
  model: 'Vector',
  description: 'Acoustic velocimeter: turbulence at a point, 1 to 64 Hz',

  dialogue: nortekDialogue,
  discover: { listen: '2 s', ask: ['read_mode', 'read_mode_while_measuring'] },
  states: {
    command: { shows: /\x02\x00\x06\x06/ },
    autosample: { shows: /\x01\x00\x06\x06/, streaming: ['velocity', 'system', 'header'] },
  },

  commands: {
    ...nortekCommands,
    acquire_sample: { send: 'AD', until: sampleOf('velocity'), yields: 'velocity', timeout: '70 s' },
  },

  parameters: {
    ...userParameters('user_configuration', { sample_rate: sampleRateParameter }),
    clock_sync_interval: interval('0 s', { title: 'How often the clock is set; 0 s is never' }),
    acquire_status_interval: interval('0 s', { title: 'How often the status is read; 0 s is never' }),
  },
  blobs: {
    user_configuration: {
      shownBy: 'read_user_configuration',
      length: USER_CONFIGURATION_LENGTH,
      checksum: nortekChecksum,
      write: { prefix: 'CC', until: prompt },
    },
  },
  clock: nortekClock('read_clock'),

  samples: {
    velocity: velocityData,
    system: systemData,
    header: headerData,
    hardware_configuration: hardwareConfiguration('vel3d_cd_hardware_configuration'),
    head_configuration: headConfiguration('vel3d_cd_head_configuration'),
    user_configuration: userConfiguration('vel3d_cd_user_configuration'),
    clock: clockReply('vel3d_clock_data'),
    battery: batteryReply('vel3d_cd_battery_voltage'),
    identification: identificationReply('vel3d_cd_identification_string'),
  },
  simulation,
});
