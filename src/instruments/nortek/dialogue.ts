import type { Blob, Dialogue, Discovery } from '../../definition/instrument.ts';
import { interval } from '../../definition/parameter.ts';
import { endsWith, pattern, prompt, sampleOf } from '../../definition/reply.ts';
import { pause } from '../../definition/send.ts';
import { nortekChecksum, USER_CONFIGURATION_LENGTH } from './user-configuration.ts';

export const ACK = [0x06, 0x06];

/** Two letters without a newline; an acknowledgement or a refusal closes each reply. */
export const nortekDialogue: Dialogue = {
  newline: '',
  prompt: /\x06\x06$/,
  rejected: /\x15\x15$/,
  woken: /\x15{6}$/,
  echo: 'none',
  timeout: '5 s',
};

export const nortekDiscovery = {
  listen: '2 s',
  ask: ['read_mode', 'read_mode_while_measuring'],
} as const satisfies Discovery;

/** The states, as the mode's number shows them. */
export const nortekStates = <StreamName extends string>(streaming: readonly StreamName[]) =>
  ({
    command: { shows: /\x02\x00\x06\x06/ },
    // Data retrieval (4) and the question of a break (5) are left by a break, as a measurement (1) is.
    autosample: { shows: /[\x01\x04\x05]\x00\x06\x06/, streaming },
    acquiring_sample: { title: 'Acquiring a sample', busy: true },
  }) as const;

const replyOf = (length: number) => endsWith(ACK, { after: length });

/** The commands of the Vector and the Aquadopp; `velocity` must be the stream of their measurements. */
export const nortekCommands = {
  read_mode: { send: 'II', until: replyOf(2) },
  // While it measures it listens only after an `@`, which wakes its serial port.
  read_mode_while_measuring: {
    send: ['@', pause('100 ms'), 'I'],
    until: pattern(/[\x00-\x05]\x00\x06\x06/),
    in: 'autosample',
  },
  read_clock: { send: 'RC', until: replyOf(6), yields: 'clock' },
  read_battery: { send: 'BV', until: replyOf(2), yields: 'battery' },
  read_identification: { send: 'ID', until: replyOf(14), yields: 'identification' },
  read_hardware_configuration: { send: 'GP', until: replyOf(48), yields: 'hardware_configuration' },
  read_head_configuration: { send: 'GH', until: replyOf(224), yields: 'head_configuration' },
  read_user_configuration: {
    send: 'GC',
    until: replyOf(USER_CONFIGURATION_LENGTH),
    yields: 'user_configuration',
  },
  acquire_status: {
    runs: [
      'read_clock',
      'read_battery',
      'read_identification',
      'read_hardware_configuration',
      'read_head_configuration',
      'read_user_configuration',
    ],
    whileStreaming: 'pause',
  },
  acquire_sample: {
    send: 'AD',
    until: sampleOf('velocity'),
    yields: 'velocity',
    during: 'acquiring_sample',
    timeout: '70 s',
    description: 'One measurement, which takes as long as the averaging interval; then the instrument sleeps',
  },
  start_autosample: {
    send: 'ST',
    to: 'autosample',
    confirm: 'read_mode_while_measuring',
    description: 'Starts a measurement without the recorder',
  },
  start_recording: {
    send: 'SR',
    to: 'autosample',
    confirm: 'read_mode_while_measuring',
    description: 'Starts a measurement that is also stored in the recorder; refused where there is none',
  },
  stop_autosample: {
    description: 'Break sequence; an instrument that measures asks for a confirmation',
    in: 'autosample',
    to: 'command',
    confirm: 'read_mode',
    steps: [
      { send: ['@@@@@@', pause('100 ms'), 'K1W%!Q'], until: pattern(/Confirm:|Command mode[\s\S]*?\x06\x06/) },
      { send: 'MC', when: /Confirm:/, until: prompt },
    ],
  },
  power_down: { send: 'PD', until: prompt, description: 'Sleeps until it is spoken to' },
} as const;

/** The configuration is read and written whole. */
export const nortekBlobs = {
  user_configuration: {
    shownBy: 'read_user_configuration',
    length: USER_CONFIGURATION_LENGTH,
    checksum: nortekChecksum,
    write: { prefix: 'CC', until: prompt },
  },
} as const satisfies Readonly<Record<string, Blob>>;

/** How often the driver does its {@link nortekJobs}. */
export const nortekIntervals = {
  clock_sync_interval: interval('0 s', { title: 'How often the clock is set; 0 s is never' }),
  acquire_status_interval: interval('0 s', { title: 'How often the status is read; 0 s is never' }),
};

export const nortekJobs = {
  clock_sync: { runs: 'clock_sync', every: { parameter: 'clock_sync_interval' } },
  acquire_status: { runs: 'acquire_status', every: { parameter: 'acquire_status_interval' } },
} as const;
