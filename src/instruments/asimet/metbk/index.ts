import { defineInstrument } from '../../../definition/define-instrument.ts';
import { interval, shownBy, word } from '../../../definition/parameter.ts';
import { pattern } from '../../../definition/reply.ts';
import { fromIso, toIso } from '../../../kit/time.ts';
import { simulation } from './simulation.ts';
import { metbk, status } from './streams.ts';

const CLOCK = /(\d{4})\/(\d\d)\/(\d\d) +(\d\d:\d\d:\d\d)/;
const clockReply = pattern(/\d{4}\/\d\d\/\d\d +\d\d:\d\d:\d\d\r\n/);
const samplingState = pattern(/^Sampling (?:GO|STOPPED).*\r\n/m);

const fromClockText = (shown: string) => {
  const [, year, month, day, time] = CLOCK.exec(shown) ?? [];
  return time === undefined ? undefined : fromIso(`${year}-${month}-${day}T${time}Z`);
};

/** ASIMET METBK bulk meteorology. Text without a prompt or a wake-up; it speaks only when it is asked. Facts: see README. */
export const asimetMetbk = defineInstrument({
  kind: 'asimet.metbk',
  maker: 'Star Engineering',
  model: 'ASIMET METBK',
  description: 'Logger of a buoy’s weather station: pressure, humidity, temperatures, radiation, rain and wind',

  dialogue: { newline: '\r\n', until: pattern(/\r\n$/), timeout: '10 s' },
  discover: { ask: 'acquire_status' },
  states: {
    command: { shows: /^Sampling STOPPED/m },
    synchronizing: {
      title: 'Brings its modules into step, and cannot be stopped',
      shows: /^Sampling GO - synchronizing/m,
      passes: { every: '2 s', limit: '30 s' },
    },
    autosample: { shows: /^Sampling GO\s*$/m },
  },

  commands: {
    acquire_sample: { send: '#D', in: ['command', 'autosample'], yields: 'metbk', title: 'Read the last record' },
    acquire_status: {
      send: '#STAT',
      in: ['command', 'synchronizing', 'autosample'],
      until: samplingState,
      yields: 'status',
    },
    flash_status: {
      send: '#FS',
      in: ['command', 'autosample'],
      until: pattern(/bytes free\s*\r\n/),
      timeout: '30 s',
      title: 'List the flash card',
    },
    read_clock: { send: '#CLOCK', in: ['command', 'autosample'], until: clockReply },
    start_autosample: { send: '#GO', until: samplingState, to: 'autosample' },
    stop_autosample: { send: '#STOP', in: ['synchronizing', 'autosample'], until: samplingState, to: 'command' },
  },

  parameters: {
    sample_interval: interval('30 s', { title: 'How often the last record is read while it samples' }),
    clock_interval: interval('0 s', { title: 'How often the clock is set' }),
    status_interval: interval('0 s', { title: 'How often the status is acquired' }),
    ...shownBy('read_clock', { clock: word(/^(\d{4}\/\d\d\/\d\d +\d\d:\d\d:\d\d)/m, { changesByItself: true }) }),
  },

  jobs: {
    acquire_sample: { runs: 'acquire_sample', in: 'autosample', every: { parameter: 'sample_interval' } },
    clock_sync: { runs: 'clock_sync', every: { parameter: 'clock_interval' } },
    acquire_status: { runs: 'acquire_status', every: { parameter: 'status_interval' } },
  },

  clock: {
    shownBy: 'read_clock',
    read: ({ text }) => fromClockText(text),
    write: ({ text }, time) => text.replace(CLOCK, toIso(time).slice(0, 19).replaceAll('-', '/').replace('T', '  ')),
    set: [
      {
        prefix: '#CLOCK=',
        width: 19,
        format: (time) => toIso(time).slice(0, 19).replaceAll('-', '/').replace('T', ' '),
        parse: (sent) => {
          const time = fromClockText(sent);
          if (time === undefined) throw new SyntaxError(`'${sent}' is no time`);
          return time;
        },
      },
    ],
    tolerance: '2 s',
    whileStreaming: 'pause',
  },

  samples: { metbk, status },
  simulation,
});
