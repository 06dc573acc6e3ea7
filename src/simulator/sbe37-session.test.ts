import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { ParameterError } from '../kit/errors.ts';
import { bench } from './test-bench.ts';

const sbe37 = (options: Parameters<typeof bench>[1] = {}) => bench(sbe37Smp, options);

test('characters are echoed as they are typed', () => {
  using at = sbe37();
  assert.equal(at.say('d'), 'd');
  assert.equal(at.say('s'), 's');
  assert.match(at.say('\r\n'), /^\r\nSBE37-SMP V 2\.6 SERIAL NO\. 2165 /);
});

test('CR, LF and CRLF end a line, in any case of letters', () => {
  using at = sbe37();
  for (const line of ['ds\r', 'DS\n', 'Ds\r\n']) assert.match(at.say(line), /not logging[\s\S]*\r\nS>$/);
});

test('an empty line shows the prompt', () => {
  using at = sbe37();
  assert.equal(at.say('\r\n'), '\r\nS>');
});

test('the status shows the parameters as they stand, and its own time', () => {
  using at = sbe37({ initial: { interval: 60, sync_mode: true } });
  const status = at.say('ds\r\n');
  assert.match(status, /01 Jan 2026 {2}00:00:00\r\n/);
  assert.match(status, /^sample interval = 60 seconds\r$/m);
  assert.match(status, /^serial sync mode enabled\r$/m);
});

test('a parameter that is set is shown', () => {
  using at = sbe37();
  assert.equal(at.say('interval=120\r\n'), 'interval=120\r\nS>');
  assert.equal(at.say('OUTPUTSAL=Y\r\n'), 'OUTPUTSAL=Y\r\nS>');
  assert.equal(at.say('TA0=-1.5e-04\r\n'), 'TA0=-1.5e-04\r\nS>');
  assert.deepEqual(
    [at.simulator.parameters.interval, at.simulator.parameters.output_salinity, at.simulator.parameters.ta0],
    [120, true, -1.5e-4],
  );
  const status = at.say('ds\r\n');
  assert.match(status, /^sample interval = 120 seconds\r$/m);
  assert.match(status, /^output salinity with each sample\r$/m);
  assert.match(at.say('dc\r\n'), /^ {4}TA0 = -1\.500000e-04\r$/m);
});

test('what it does not understand and values out of range are rejected and change nothing', () => {
  using at = sbe37();
  const before = at.simulator.parameters;
  for (const line of ['qs', 'INTERVAL=0', 'INTERVAL=32768', 'INTERVAL=ten', 'INTERVAL=5.5', 'INTERVAL=', 'TAX=1']) {
    assert.equal(at.say(`${line}\r\n`), `${line}\r\n?cmd S>`);
  }
  assert.deepEqual(at.simulator.parameters, before);
});

test('a sample comes after the pump has run, and then the prompt', async () => {
  using at = sbe37();
  assert.equal(at.say('ts\r\n'), 'ts\r\n');
  await at.clock.advance(1999);
  assert.equal(at.heard(), '');
  await at.clock.advance(1);
  assert.match(at.heard(), /^# *\d+\.\d{4}, *\d+\.\d{5}, *\d+\.\d{3}\r\nS>$/);
});

test('what is typed while it works is looked at afterwards', async () => {
  using at = sbe37();
  at.say('ts\r\nds\r\n');
  await at.clock.advance(2000);
  assert.match(at.heard(), /^#.*\r\nS>ds\r\nSBE37[\s\S]*S>$/);
});

test('it streams at its interval, rejects what is for the command state, and stops', async () => {
  using at = sbe37({ initial: { interval: 10 } });
  assert.equal(at.say('startnow\r\n'), 'startnow\r\nstart now\r\n');
  assert.equal(at.simulator.state, 'autosample');
  await at.clock.advance(21_000);
  assert.equal(at.heard().split('\r\n').length - 1, 3);
  assert.match(at.say('ds\r\n'), /^logging data\r$[\s\S]*S>\r\n$/m);
  assert.match(at.say('dc\r\n'), /\?cmd S>$/);
  assert.match(at.say('INTERVAL=20\r\n'), /\?cmd S>$/);
  assert.equal(at.say('stop\r\n'), 'stop\r\nS>');
  await at.clock.advance(60_000);
  assert.equal(at.heard(), '');
  assert.match(at.say('ds\r\n'), /^not logging: received stop command\r$/m);
});

test('nothing is sent while a parameter forbids it', async () => {
  using at = sbe37({ streaming: true, initial: { interval: 5, tx_realtime: false } });
  await at.clock.advance(30_000);
  assert.equal(at.heard(), '');
});

test('optional parts of a sample follow their parameters', async () => {
  using at = sbe37({ initial: { output_salinity: true, store_time: true } });
  at.say('ts\r\n');
  await at.clock.advance(2000);
  assert.match(at.heard(), /^#[^,]*,[^,]*,[^,]*, +\d\d\.\d{4}, 01 Jan 2026, 00:00:02\r\nS>$/);
});

test('a self test is a hundred lines over time', async () => {
  using at = sbe37();
  assert.equal(at.say('tt\r\n'), 'tt\r\n');
  assert.equal(at.simulator.state, 'test');
  await at.clock.advance(5000);
  assert.equal(at.heard().split('\r\n').length - 1, 50);
  await at.clock.advance(5000);
  const rest = at.heard();
  assert.equal(rest.split('\r\n').length - 1, 50);
  assert.ok(rest.endsWith('\r\nS>'));
  assert.equal(at.simulator.state, 'command');
});

test('ESC breaks a self test off, and means nothing otherwise', async () => {
  using at = sbe37();
  at.say('tt\r\n');
  await at.clock.advance(1050);
  at.heard();
  assert.equal(at.say('\x1b'), 'S>');
  assert.equal(at.simulator.state, 'command');
  await at.clock.advance(10_000);
  assert.equal(at.heard(), '');
  at.say('\x1b');
  assert.match(at.say('ds\r\n'), /not logging/);
});

test('its clock is set by a date and a time, and drifts', async () => {
  using at = sbe37({ driftPpm: 1000 });
  assert.match(at.say('MMDDYY=112226\r\n'), /S>$/);
  assert.match(at.say('HHMMSS=213300\r\n'), /S>$/);
  assert.match(at.say('HHMMSS=21330\r\n'), /\?cmd S>$/);
  assert.match(at.say('HHMMSS=2133xx\r\n'), /\?cmd S>$/);
  assert.match(at.say('ds\r\n'), /22 Nov 2026 {2}21:33:00/);
  await at.clock.advance(100_000);
  assert.match(at.say('ds\r\n'), /22 Nov 2026 {2}21:34:40/);
  at.say('HHMMSS=213300\r\n');
  for (let i = 0; i < 10; i++) {
    await at.clock.advance(100_000);
    at.say('\r\n');
  }
  assert.match(at.say('ds\r\n'), /22 Nov 2026 {2}21:49:41/);
});

test('it falls asleep without traffic; then the first line only wakes it', async () => {
  using at = sbe37();
  at.say('ds\r\n');
  await at.clock.advance(119_999);
  assert.equal(at.simulator.asleep, false);
  await at.clock.advance(1);
  assert.equal(at.simulator.asleep, true);
  assert.equal(at.say('ds'), '');
  assert.equal(at.say('\r\n'), '\r\nS>');
  await at.clock.advance(119_999);
  assert.match(at.say('ds\r\n'), /not logging/);
  await at.clock.advance(120_000);
  assert.equal(at.say('ds\r\n'), '\r\nS>');
});

test('it does not fall asleep while it streams', async () => {
  using at = sbe37({ streaming: true, initial: { interval: 60 } });
  await at.clock.advance(600_000);
  assert.equal(at.simulator.asleep, false);
});

test('a power cycle loses what it was doing, keeps the parameters, and may lose the time', async () => {
  using at = sbe37();
  at.say('INTERVAL=77\r\ntt\r\n');
  at.simulator.setFault({ kind: 'power_cycle', clockLost: true });
  assert.equal(at.simulator.state, 'command');
  at.heard();
  await at.clock.advance(60_000);
  assert.equal(at.heard(), '');
  const status = at.say('ds\r\n');
  assert.match(status, /01 Jan 1970 {2}00:01:00/);
  assert.match(status, /^sample interval = 77 seconds\r$/m);
});

test('an instrument that stalls neither listens nor speaks until that is over', async () => {
  using at = sbe37({ streaming: true, initial: { interval: 5 } });
  at.simulator.setFault({ kind: 'stall' });
  await at.clock.advance(10_000);
  assert.equal(at.say('stop\r\n'), '');
  at.simulator.setFault({ kind: 'none' });
  assert.equal(at.simulator.state, 'autosample');
  assert.equal(at.say('stop\r\n'), 'stop\r\nS>');
});

test('initial values that cannot be are all named', () => {
  assert.throws(
    () => sbe37({ initial: { interval: 0, colour: 'red', navg: 1.5 } }),
    (error) => {
      assert.ok(error instanceof ParameterError);
      assert.match(error.message, /^interval: must be at least 1$/m);
      assert.match(error.message, /^navg: must be a whole number$/m);
      assert.match(error.message, /^colour: is no parameter of the instrument; there are: serial_number, interval, /m);
      return true;
    },
  );
});
