import { defineInstrument } from '../../../definition/define-instrument.ts';
import type { Reply } from '../../../definition/instrument.ts';
import { int, real, settable, shownBy, toggle, word } from '../../../definition/parameter.ts';
import { pattern } from '../../../definition/reply.ts';
import { intervals, jobs } from '../jobs.ts';
import { DATE_THEN_TIME, fromSeaBirdTime, toSeaBirdTime } from '../time.ts';
import { simulation } from './simulation.ts';
import { ctd, deviceCalibration, deviceStatus } from './streams.ts';

const CLOCK = /(SERIAL NO\. *\d+ +)(\d+ [A-Za-z]+ \d+ +\d+:\d+:\d+)/;
const ESCAPE = Uint8Array.of(0x1b);

const coefficient = (shownAs: string, setAs = shownAs) =>
  settable(`${setAs}=`, real(new RegExp(`^ *${shownAs} = (-?\\d\\.\\d+e[-+]\\d+)`, 'm')), { restore: false });
const calibrated = (sensor: string) => word(new RegExp(`^${sensor}.*: +(\\d+-[A-Za-z]+-\\d+)`, 'm'));

/** A self test: a hundred values, one a line; ESC breaks it off. */
const selfTest = (send: string, title: string) => ({
  send,
  title,
  during: 'test' as const,
  timeout: '10 min' as const,
  abort: ESCAPE,
  progress: { each: /(?<!\d)-?\d+\.\d+ *\r\n/, of: 100 },
  result: ({ text }: Reply) =>
    summary(Array.from(text.matchAll(/^\s*(-?\d+\.\d+)\s*$/gm), (match) => Number(match[1]))),
});

const summary = (values: readonly number[]) => ({
  count: values.length,
  min: Math.min(...values),
  max: Math.max(...values),
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
});

/** Sea-Bird SBE 37-SMP MicroCAT: conductivity, temperature, pressure. Text at a prompt. Manual and firmware: see README. */
export const sbe37Smp = defineInstrument({
  kind: 'sea_bird.sbe37_smp',
  maker: 'Sea-Bird Scientific',
  model: 'SBE 37-SMP MicroCAT',
  description: 'Moored recorder of conductivity, temperature and pressure with an integral pump',

  dialogue: {
    newline: '\r\n',
    prompt: /S>\s*$/,
    rejected: /\?cmd S>\s*$/,
    wake: { send: '', tries: 5, wait: '1 s' },
    sleepsAfter: '2 min',
    echo: 'remove',
    timeout: '10 s',
  },

  discover: { listen: '2 s', ask: 'acquire_status' },
  states: {
    command: { shows: /^not logging/m },
    autosample: { shows: /^logging data/m, streaming: ['ctd'] },
    test: { title: 'Self test', busy: true },
  },

  commands: {
    acquire_status: { send: 'ds', in: ['command', 'autosample'], yields: 'device_status' },
    acquire_configuration: { send: 'dc', yields: 'device_calibration' },
    acquire_sample: { send: 'ts', yields: 'ctd', timeout: '60 s', description: 'Runs the pump first' },
    start_autosample: {
      send: 'startnow',
      until: pattern(/start now/),
      to: 'autosample',
      requires: { tx_realtime: true },
      confirm: 'acquire_status',
    },
    stop_autosample: { send: 'stop', in: 'autosample', to: 'command', confirm: 'acquire_status' },
    test_temperature: selfTest('tt', 'Test temperature'),
    test_conductivity: selfTest('tc', 'Test conductivity'),
    test_pressure: selfTest('tp', 'Test pressure'),
    test: { runs: ['test_temperature', 'test_conductivity', 'test_pressure'], during: 'test' },
  },

  parameters: {
    ...shownBy('acquire_status', {
      serial_number: word(/SERIAL NO\. *(\d+)/),
      interval: settable(
        'INTERVAL=',
        // OOI deploys it with 1 s; an instrument whose firmware wants more refuses.
        int(/^sample interval = (\d+) seconds/m, { title: 'Sample interval', unit: 's', min: 1, max: 32_767 }),
        { startup: 60 },
      ),
      sample_number: settable('SAMPLENUM=', int(/^samplenumber = (\d+)/m, { min: 0 }), { restore: false }),
      free: int(/free = (\d+)/, { title: 'Samples that memory still holds' }),
      tx_realtime: settable('TXREALTIME=', toggle(/^((?:do not )?)transmit real-time data/m)),
      output_salinity: settable('OUTPUTSAL=', toggle(/^((?:do not )?)output salinity with/m)),
      output_sound_velocity: settable('OUTPUTSV=', toggle(/^((?:do not )?)output sound velocity with/m)),
      store_time: settable('STORETIME=', toggle(/^((?:do not )?)store time with/m)),
      navg: settable('NAVG=', int(/^number of samples to average = (\d+)/m, { min: 0, max: 1_000 })),
      reference_pressure: real(/^reference pressure = (-?\d+\.\d+) db/m, { unit: 'dbar', decimals: 1 }),
      sync_mode: settable('SYNCMODE=', toggle(/^serial sync mode (\w+)/m, { shows: ['disabled', 'enabled'] })),
      sync_wait: settable(
        'SYNCWAIT=',
        int(/^wait time after serial sync sampling = (\d+) seconds/m, { unit: 's', min: 0, max: 120 }),
      ),
      internal_pump: toggle(/^internal pump is ((?:not )?)installed/m, { absent: 'not ' }),
    }),
    ...shownBy('acquire_configuration', {
      tcaldate: calibrated('temperature'),
      ta0: coefficient('TA0'),
      ta1: coefficient('TA1'),
      ta2: coefficient('TA2'),
      ta3: coefficient('TA3'),
      ccaldate: calibrated('conductivity'),
      cg: coefficient('G', 'CG'),
      ch: coefficient('H', 'CH'),
      ci: coefficient('I', 'CI'),
      cj: coefficient('J', 'CJ'),
      cpcor: coefficient('CPCOR'),
      ctcor: coefficient('CTCOR'),
      wbotc: coefficient('WBOTC'),
      pcaldate: calibrated('pressure'),
      pressure_serial_number: word(/^pressure S\/N (\d+)/m),
      pressure_range: real(/^pressure .*range = (\d+\.\d+) psia/m, { unit: 'psi', decimals: 7 }),
      pa0: coefficient('PA0'),
      pa1: coefficient('PA1'),
      pa2: coefficient('PA2'),
      ptca0: coefficient('PTCA0'),
      ptca1: coefficient('PTCA1'),
      ptca2: coefficient('PTCA2'),
      ptcb0: coefficient('PTCSB0', 'PTCB0'),
      ptcb1: coefficient('PTCSB1', 'PTCB1'),
      ptcb2: coefficient('PTCSB2', 'PTCB2'),
      poffset: coefficient('POFFSET'),
      rcaldate: calibrated('rtc'),
      rtca0: coefficient('RTCA0'),
      rtca1: coefficient('RTCA1'),
      rtca2: coefficient('RTCA2'),
    }),
    ...intervals,
  },
  settings: { whileStreaming: 'pause' },
  jobs,

  clock: {
    shownBy: 'acquire_status',
    read: ({ text }) => {
      const [, , shown] = CLOCK.exec(text) ?? [];
      return shown === undefined ? undefined : fromSeaBirdTime(shown);
    },
    write: ({ text }, time) => text.replace(CLOCK, (_, before: string) => before + toSeaBirdTime(time)),
    set: DATE_THEN_TIME,
    tolerance: '2 s',
    whileStreaming: 'pause',
  },

  samples: { ctd, device_status: deviceStatus, device_calibration: deviceCalibration },
  simulation,
});
