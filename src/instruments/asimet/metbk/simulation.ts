import type { Simulation } from '../../../definition/simulation.ts';

const SYNCHRONIZING = 'Sampling GO - synchronizing...\r\n';
const conductivity = { around: 3.75, swing: 0.01, period: '1 h' } as const;

/** The status of S/N 17DEC12 and a record of 2017, as OOI's tests keep them; what is made up: see README. */
export const simulation: Simulation = {
  prompt: '',
  rejects: '',
  settingsShow: 'read_clock',
  replies: {
    acquire_status: `\
Model: NEWLGR53\r
SerNum: 17DEC12\r
CfgDat: 17DEC12\r
Firmware: LOGR53 v4.11cf\r
RTClock: 2013/05/21  13:55:51\r
Logging Interval: 60; Current Tick: 6\r
R-interval: 1\r
Compact Flash Card present - Compact Flash OK!\r
Main Battery Voltage:  12.50\r
Failed last attempt to update PTT module\r
TMP failed\r
46B1BAD3E8E9FF7F9681300017D1F446ADBED76909FE7F9601200017D1F4706A\r
46A9BED82911FE7F9601400017D1F446A5C2D668F1FE7F9581400017D1F4FFA6\r
46A1BED628D9FE7F9581400017D1F4469DC2D7E8C1FE7F9501500017D1F40B4F\r
Sampling GO\r
`,
    read_clock: '2013/05/21  13:55:51\r\n',
    flash_status: 'LOGR53.DAT      1048576\r\n   508952576 bytes free\r\r\n',
    stop_autosample: 'Sampling STOPPED\r\n',
  },
  shows: {
    command: [[/^Sampling GO/m, 'Sampling STOPPED']],
    synchronizing: [[/^Sampling GO/m, 'Sampling GO - synchronizing...']],
  },
  answers: [
    { to: '#GO', in: 'command', reply: SYNCHRONIZING, next: 'synchronizing' },
    { to: '#STOP', in: 'synchronizing', reply: SYNCHRONIZING },
  ],
  passes: { synchronizing: { after: '10 s', to: 'autosample' } },
  records: {
    metbk: '1012.88  74.475  12.260  277.2   24.32  11.890  3.7569   23.3    3.00    8.63  3.7569 12.50\r\n',
  },
  renews: { metbk: '1 min' },
  streams: {},
  values: {
    metbk: {
      barometric_pressure: { around: 1013, swing: 2, period: '6 h', noise: 0.1 },
      relative_humidity: { around: 74, swing: 3, period: '2 h', noise: 0.2 },
      air_temperature: { around: 12.3, swing: 0.8, period: '2 h', noise: 0.01 },
      longwave_irradiance: { around: 280, swing: 10, period: '1 h', noise: 1 },
      sea_surface_temperature: { around: 11.9, swing: 0.1, period: '2 h', noise: 0.002 },
      sea_surface_conductivity: conductivity,
      shortwave_irradiance: { around: 40, swing: 20, period: '4 h', noise: 1 },
      eastward_wind_velocity: { around: 3, swing: 2, period: '20 min', noise: 0.5 },
      northward_wind_velocity: { around: 8.5, swing: 1, period: '20 min', noise: 0.5 },
      conductivity_again: conductivity,
    },
  },
};
