import type { Dialogue, InstrumentClock } from '../../definition/instrument.ts';
import { nothing } from '../../definition/reply.ts';
import { pause } from '../../definition/send.ts';
import { fromIso, toIso } from '../../kit/time.ts';
import { MONTH_DAY_YEAR_CLOCK } from './time.ts';
import { element } from './xml.ts';

// How one talks with a SeaCAT V2: the SBE 16plus and the SBE 19plus have all of this in common.

const NEWLINE = '\r\n';

export const dialogue: Dialogue = {
  newline: NEWLINE,
  // Not the end of a tag such as </WETLABS>, nor the echo of a command that follows at once.
  prompt: /(?<![A-Za-z])S>(?!sendoptode=)\s*$/i,
  rejected: /(?:\?cmd\s*|<ERROR type='[^']*' msg='[^>]*'\s*\/>\s*(?:<Executed\/>\s*)?)S>\s*$/i,
  wake: { send: '', tries: 5, wait: '1 s' },
  sleepsAfter: '2 min',
  echo: 'remove',
  timeout: '20 s',
};

export const discover = { listen: '5 s', ask: 'get_status' } as const;

/** These streams come by themselves while it logs. */
export const states = <Stream extends string>(...streaming: readonly Stream[]) => ({
  command: { shows: /<LoggingState>not logging/ },
  autosample: { shows: /<LoggingState>(?!not )/, streaming },
});

/** The coefficients that turn its counts into values. */
export const LEARNS = ['get_calibration'] as const;

/** What is set is shown only after a while, and it takes nothing while it logs. */
export const settings = { settle: '5 s', whileStreaming: 'pause' } as const;

const ANYWHERE = ['command', 'autosample'] as const;

/** It listens while it logs, but only after it was woken twice. */
const TWO_WAKE_UPS = [NEWLINE, pause('300 ms'), NEWLINE] as const;

export const commands = {
  wake: { send: TWO_WAKE_UPS, in: ANYWHERE, description: 'While it logs, it listens only after two wake-ups' },
  get_status: { send: 'GetSD', in: ANYWHERE, yields: 'status', timeout: '29 s' },
  get_hardware: { send: 'GetHD', in: ANYWHERE, yields: 'hardware', timeout: '29 s' },
  get_configuration: { send: 'GetCD', in: ANYWHERE, yields: 'configuration', timeout: '29 s' },
  get_calibration: { send: 'GetCC', in: ANYWHERE, yields: 'calibration', timeout: '29 s' },
  get_event_counters: { send: 'GetEC', in: ANYWHERE, yields: 'event_counters', timeout: '29 s' },
  reset_event_counters: {
    send: 'ResetEC',
    in: ANYWHERE,
    dangerous: true,
    description: 'The counters of events begin at 0 again; what they have counted is lost',
  },
  acquire_status: {
    runs: ['wake', 'get_status', 'get_hardware', 'get_configuration', 'get_calibration', 'get_event_counters'],
    in: ANYWHERE,
  },
  acquire_sample: { send: 'ts', yields: 'sample', timeout: '55 s', description: 'Runs the pump first' },
  start_autosample: { send: 'StartNow', until: nothing, to: 'autosample' },
  stop_autosample: {
    send: [...TWO_WAKE_UPS, pause('300 ms'), `Stop${NEWLINE}`],
    in: 'autosample',
    to: 'command',
    confirm: 'get_status',
  },
} as const;

const DATE_TIME = element('DateTime');

export const clock: InstrumentClock<'get_status'> = {
  shownBy: 'get_status',
  read: ({ text }) => {
    const shown = DATE_TIME.exec(text)?.[1];
    return shown === undefined ? undefined : fromIso(shown);
  },
  write: ({ text }, time) => text.replace(DATE_TIME, `<DateTime>${toIso(time).slice(0, 19)}</DateTime>`),
  set: [MONTH_DAY_YEAR_CLOCK],
  tolerance: '2 s',
  whileStreaming: 'pause',
};
