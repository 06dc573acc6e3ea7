import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Known, parseConfig } from '../config/parse-config.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { ConfigError } from '../kit/errors.ts';
import { alertProblems } from './alert-problems.ts';

const known: Known = { kinds: [sbe37Smp.kind], alertProblems: (_, alerts) => alertProblems(sbe37Smp, alerts) };

/** What is wrong with a text: the place in it, the setting, and what would be right. */
function wrongIn(text: string): string[] {
  try {
    parseConfig(text, 'sonde.yaml', known);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.issues.map(({ where, name, message }) => `${where} ${name}: ${message}`);
  }
}

const instrument = (alerts: string): string =>
  `instruments:\n  ctd:\n    kind: sea_bird.sbe37_smp\n    link: tcp://127.0.0.1:4001\n    alerts:\n${alerts}`;

test('a configuration of alerts that is right is taken', () => {
  const own = `      temp: { alarm: [-2, 35], warning: [0, 30], hysteresis: 0.2, for: 30 s }
      ctd.conductivity: { warning: [null, 7], for: 5 samples, failed: true }
      clock_drift: { warning: 5 s }
      state: { alarm: [unknown], clear: [autosample, direct_access], for: 1 min }
      late_data: { ctd: 2 min }
      command_failed: { alarm: [start_autosample, discover] }
      connection_lost: 1 min
      fault: false\n`;
  const all = 'alerts:\n  disk: { warning: [5 %, 1 GiB], alarm: 200 MiB }\n  late_data: true\n';
  assert.deepEqual(wrongIn(`${all}${instrument(own)}`), []);
});

test('names that the kind does not know come at once, each with its place and what it may mean', () => {
  const own = `      tmp: { alarm: [0, 3] }
      ctd.tmp: { alarm: [0, 3] }
      state: { alarm: [unknwn] }
      late_data: { ctdd: 2 min }
      command_failed: { alarm: [start_autosampl] }\n`;
  assert.deepEqual(wrongIn(instrument(own)), [
    "sonde.yaml:6:7 instruments.ctd.alerts.tmp: is no field of sea_bird.sbe37_smp, and no kind of alert; did you mean 'temp'?",
    "sonde.yaml:7:7 instruments.ctd.alerts.ctd.tmp: is no field of sea_bird.sbe37_smp, and no kind of alert; did you mean 'ctd.temp'?",
    "sonde.yaml:8:24 instruments.ctd.alerts.state.alarm.0: 'unknwn' is no state of sea_bird.sbe37_smp; did you mean 'unknown'?",
    "sonde.yaml:9:20 instruments.ctd.alerts.late_data.ctdd: 'ctdd' is no stream of sea_bird.sbe37_smp; did you mean 'ctd'?",
    "sonde.yaml:10:33 instruments.ctd.alerts.command_failed.alarm.0: 'start_autosampl' is no command of sea_bird.sbe37_smp; did you mean 'start_autosample'?",
  ]);
});

test('bounds that contradict each other, and what is no duration, are refused', () => {
  const own = `      temp: { alarm: [-2, 35], warning: [0, 40] }
      conductivity: { alarm: [3, 2] }
      pressure: { hysteresis: 1 }
      connection_lost: 30\n`;
  assert.deepEqual(wrongIn(`alerts:\n  disk: { warning: 5 percent }\n${instrument(own)}`), [
    "sonde.yaml:2:11 alerts.disk.warning: '5 percent' is neither a share such as '5 %' nor a size such as '1 GiB'",
    'sonde.yaml:8:32 instruments.ctd.alerts.temp.warning: must lie within alarm: what is an alarm is told as one',
    'sonde.yaml:9:23 instruments.ctd.alerts.conductivity.alarm: the lesser number comes first',
    'sonde.yaml:10:7 instruments.ctd.alerts.pressure: needs warning, alarm or both',
    "sonde.yaml:11:7 instruments.ctd.alerts.connection_lost: must be false or a duration such as '30 s'",
  ]);
});
