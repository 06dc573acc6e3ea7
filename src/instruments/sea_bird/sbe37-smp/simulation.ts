import type { Simulation } from '../../../definition/simulation.ts';
import { toSeaBirdTime } from '../time.ts';

/** Replies and a record of two instruments, S/N 2165 and 3464, as OOI's tests keep them; see README. */
export const simulation: Simulation = {
  prompt: 'S>',
  rejects: '?cmd S>',
  replies: {
    acquire_status: `\
SBE37-SMP V 2.6 SERIAL NO. 2165   05 Feb 2013  19:11:43\r
not logging: received stop command\r
sample interval = 20208 seconds\r
samplenumber = 0, free = 200000\r
transmit real-time data\r
do not output salinity with each sample\r
do not output sound velocity with each sample\r
do not store time with each sample\r
number of samples to average = 0\r
reference pressure = 0.0 db\r
serial sync mode disabled\r
wait time after serial sync sampling = 0 seconds\r
internal pump is installed\r
temperature = 7.54 deg C\r
WARNING: LOW BATTERY VOLTAGE!!\r
`,
    acquire_configuration: `\
SBE37-SM V 2.6b  3464\r
temperature:  08-nov-05\r
    TA0 = -2.572242e-04\r
    TA1 = 3.138936e-04\r
    TA2 = -9.717158e-06\r
    TA3 = 2.138735e-07\r
conductivity:  08-nov-05\r
    G = -9.870930e-01\r
    H = 1.417895e-01\r
    I = 1.334915e-04\r
    J = 3.339261e-05\r
    CPCOR = 9.570000e-08\r
    CTCOR = 3.250000e-06\r
    WBOTC = 1.202400e-05\r
pressure S/N 4955, range = 10847.1964958 psia:  12-aug-05\r
    PA0 = 5.916199e+00\r
    PA1 = 4.851819e-01\r
    PA2 = 4.596432e-07\r
    PTCA0 = 2.762492e+02\r
    PTCA1 = 6.603433e-01\r
    PTCA2 = 5.756490e-03\r
    PTCSB0 = 2.461450e+01\r
    PTCSB1 = -9.000000e-04\r
    PTCSB2 = 0.000000e+00\r
    POFFSET = 0.000000e+00\r
rtc:  08-nov-05\r
    RTCA0 = 9.999862e-01\r
    RTCA1 = 1.686132e-06\r
    RTCA2 = -3.022745e-08\r
`,
    start_autosample: 'start now\r\n',
  },
  records: { ctd: '#55.9044,41.40609, 572.170,   34.2583, 1505.948, 05 Feb 2013, 19:16:59\r\n' },
  streams: { ctd: { every: { parameter: 'interval' }, while: 'tx_realtime' } },
  prompts: { autosample: 'S>\r\n' },
  shows: { autosample: [[/not logging: received stop command/, 'logging data']] },
  takes: { acquire_sample: '2 s' },
  series: {
    test_temperature: { every: '100 ms', line: '  9.2104\r\n', value: { around: 9.2, swing: 0.01, noise: 0.002 } },
    test_conductivity: { every: '100 ms', line: '  3.60112\r\n', value: { around: 3.6, swing: 0.001, noise: 0.0002 } },
    test_pressure: { every: '100 ms', line: '  12.104\r\n', value: { around: 12.1, swing: 0.1, noise: 0.02 } },
  },
  optional: { ctd: { salinity: 'output_salinity', sound_velocity: 'output_sound_velocity', date_time: 'store_time' } },
  initial: { interval: 60, navg: 1 },
  values: {
    ctd: {
      temp: { around: 9.2, swing: 0.6, period: '10 min', noise: 0.002 },
      conductivity: { around: 3.6, swing: 0.05, period: '10 min', noise: 0.0002 },
      pressure: { around: 12.1, swing: 0.8, period: '12 min', noise: 0.01 },
      salinity: { around: 33.8, swing: 0.3, period: '10 min', noise: 0.001 },
      sound_velocity: { around: 1485, swing: 2, period: '10 min', noise: 0.01 },
      date_time: { clock: (time) => toSeaBirdTime(time, ', ') },
    },
  },
};
