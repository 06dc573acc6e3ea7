import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertRig, configWith, sampleAt } from '../test-alerts.ts';

const SECOND = 1000;
const MINUTE = 60_000;

const command = (outcome: 'done' | 'failed' | 'aborted', code = 'timeout', by = 'schedule') =>
  ({
    type: 'command',
    by,
    details: {
      command: 'acquire_sample',
      args: {},
      outcome,
      milliseconds: 5,
      ...(outcome !== 'done' && { error: { message: 'no reply came', code } }),
    },
  }) as const;

test('a stream that is late by what is usual is a warning, then an alarm, and over when a sample comes', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.summary();
  rig.event({ type: 'data_late', details: { stream: 'ctd', milliseconds: 15_000, usual: 5000 } });
  const { kind, subject, level, text } = await rig.theAlert();
  assert.deepEqual([kind, subject, level], ['late_data', 'ctd', 'warning']);
  assert.equal(text, 'no sample of ctd since 2025-12-31T23:59:45Z; one usually comes every 5 s');
  await rig.clock.advance(MINUTE - 1);
  assert.equal((await rig.theAlert()).level, 'warning');
  await rig.clock.advance(1);
  assert.equal((await rig.theAlert()).level, 'alarm');
  rig.samples(sampleAt(60, { temp: 20 }));
  assert.equal((await rig.theAlert()).active, false);
});

test('an instrument that never sends anything is late too, until any stream comes', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.event({ type: 'data_late', details: { milliseconds: MINUTE } });
  assert.equal((await rig.theAlert()).subject, 'any_stream');
  rig.samples(sampleAt(60, { temp: 20 }));
  assert.equal((await rig.theAlert()).active, false);
});

test('nothing is late any more when the instrument is not to stream any more', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.event({ type: 'data_late', details: { stream: 'ctd', milliseconds: 15_000 } });
  rig.summary({ late: true });
  assert.equal((await rig.theAlert()).active, true);
  rig.summary({ late: false, state: 'command' });
  assert.equal((await rig.theAlert()).active, false);
});

test('what was late when the program ended is so until a sample comes', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.event({ type: 'data_late', details: { stream: 'ctd', milliseconds: 15_000 } });
  await rig.restart(configWith());
  rig.summary();
  assert.equal((await rig.theAlert()).active, true);
  rig.samples(sampleAt(60, { temp: 20 }));
  assert.equal((await rig.theAlert()).active, false);
});

test('a stream with a time of its own is late after that, whatever the instrument does', async () => {
  await using rig = await AlertRig.start(configWith({ late_data: { ctd: '2 min' } }));
  await rig.clock.advance(MINUTE);
  rig.samples(sampleAt(60, { temp: 20 }));
  rig.event({ type: 'data_late', details: { stream: 'ctd', milliseconds: 15_000 } });
  await rig.clock.advance(2 * MINUTE - 1);
  assert.deepEqual(await rig.list(), []);
  await rig.clock.advance(1);
  assert.equal(
    (await rig.theAlert()).text,
    'no sample of ctd since 2026-01-01T00:01:00Z; one should come within 2 min',
  );
  await rig.clock.advance(8 * MINUTE);
  assert.equal((await rig.theAlert()).level, 'alarm');
  rig.samples(sampleAt(660, { temp: 20 }));
  assert.equal((await rig.theAlert()).active, false);
  await rig.answer('acknowledge');
  await rig.clock.advance(2 * MINUTE);
  assert.equal((await rig.theAlert()).active, true);
});

test('late data can be left out, for all, an instrument or a stream', async () => {
  for (const config of [
    configWith({}, { late_data: false }),
    configWith({ late_data: false }),
    configWith({ late_data: { ctd: false } }),
  ]) {
    await using rig = await AlertRig.start(config);
    rig.event({ type: 'data_late', details: { stream: 'ctd', milliseconds: 15_000 } });
    assert.deepEqual(await rig.list(), []);
  }
});

test('a state raises, others keep, and one of those that clear ends it', async () => {
  const state = { alarm: ['unknown'], clear: ['autosample'], for: '10 s' };
  await using rig = await AlertRig.start(configWith({ state }));
  const enter = (to: string): void => rig.event({ type: 'state_changed', details: { state: to } });
  enter('unknown');
  await rig.clock.advance(9 * SECOND);
  enter('command');
  await rig.clock.advance(9 * SECOND);
  assert.deepEqual(await rig.list(), []);
  enter('unknown');
  await rig.clock.advance(10 * SECOND);
  assert.equal((await rig.theAlert()).text, 'in state unknown since 2026-01-01T00:00:18Z');
  enter('command');
  assert.equal((await rig.theAlert()).active, true);
  enter('autosample');
  assert.equal((await rig.theAlert()).active, false);
});

test('a state in which the instrument was before anybody listened counts', async () => {
  await using rig = await AlertRig.start(configWith({ state: { warning: ['autosample'] } }));
  assert.equal((await rig.theAlert()).level, 'warning');
});

test('a command that failed is an alert until the same is done, or somebody has taken note', async () => {
  await using rig = await AlertRig.start(configWith({ command_failed: { alarm: ['acquire_sample'] } }));
  rig.event(command('failed'));
  rig.event(command('failed'));
  const { level, count, text } = await rig.theAlert();
  assert.deepEqual([level, count], ['alarm', 2]);
  assert.equal(text, 'acquire_sample failed at 2026-01-01T00:00:00Z: no reply came');
  rig.event(command('done'));
  assert.equal((await rig.theAlert()).active, false);
  rig.event(command('failed'));
  assert.equal((await rig.answer('acknowledge')).active, false);
  assert.deepEqual(await rig.list(), []);
});

test('what was broken off, asked wrongly, or done by the program itself is no failed command; a job is one', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.event(command('aborted'));
  rig.event(command('failed', 'parameter'));
  rig.event(command('failed', 'connection'));
  rig.event(command('failed', 'timeout', 'startup'));
  rig.event(command('failed', 'timeout', 'driver'));
  assert.deepEqual(await rig.list(), []);
  rig.event({ type: 'job', details: { job: 'clock_sync', status: 'failed', reason: 'refused' } });
  assert.equal((await rig.theAlert()).subject, 'clock_sync');
  rig.event({ type: 'job', details: { job: 'clock_sync', status: 'started' } });
  assert.equal((await rig.theAlert()).active, true);
  rig.event({ type: 'job', details: { job: 'clock_sync', status: 'done' } });
  assert.equal((await rig.theAlert()).active, false);
});

test('a connection that is lost is forgiven for a while, then an alarm with the reason', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.summary();
  const lose = (): void => {
    rig.event({ type: 'link_down', details: { reason: 'connect ECONNREFUSED' } });
    rig.summary({ state: 'instrument_disconnected' });
  };
  lose();
  await rig.clock.advance(29 * SECOND);
  rig.summary();
  await rig.clock.advance(MINUTE);
  assert.deepEqual(await rig.list(), []);
  lose();
  await rig.clock.advance(10 * SECOND);
  rig.summary({ state: 'disconnected' });
  await rig.clock.advance(20 * SECOND);
  const { level, text } = await rig.theAlert();
  assert.equal(level, 'alarm');
  assert.equal(text, 'not reached since 2026-01-01T00:00:00Z: connect ECONNREFUSED');
  await rig.restart(configWith());
  rig.summary();
  assert.equal((await rig.theAlert()).active, false);
});

test('of an instrument that is found behind another only the loss of that other is told', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.summary({ on: 'host', state: 'disconnected' });
  await rig.clock.advance(MINUTE);
  assert.deepEqual(await rig.list(), []);
});

test('a clock is wrong by more than its bound on either side, until it was set', async () => {
  await using rig = await AlertRig.start(configWith({ clock_drift: { warning: '5 s', alarm: '1 min' } }));
  const drift = (milliseconds: number): void => rig.event({ type: 'clock_drift', details: { milliseconds } });
  drift(-5000);
  assert.deepEqual(await rig.list(), []);
  drift(-6000);
  const { text, value, bound } = await rig.theAlert();
  assert.equal(text, 'its clock was 6 s behind ours at 2026-01-01T00:00:00Z, more than 5 s');
  assert.deepEqual([value, bound], [-6, 5]);
  drift(61_000);
  assert.equal((await rig.theAlert()).level, 'alarm');
  drift(20);
  assert.equal((await rig.theAlert()).active, false);
});

test('a gap in the log stays until somebody has taken note of it', async () => {
  await using rig = await AlertRig.start(configWith());
  const details = { from: 'a', to: 'b', packets: 1, bytes: 40, reason: 'disk full' };
  rig.event({ type: 'log_gap', details });
  rig.event({ type: 'log_gap', details });
  const { kind, active, count } = await rig.theAlert();
  assert.deepEqual([kind, active, count], ['log_gap', true, 2]);
  assert.equal((await rig.answer('acknowledge')).active, false);
  assert.deepEqual(await rig.list(), []);
});

test('a fault that lasts goes on when it is acknowledged, and ends with the event that ends it', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.event({ type: 'sink_failing', details: { error: { message: 'ENOSPC' } } });
  assert.equal((await rig.answer('acknowledge')).active, true);
  rig.event({ type: 'sink_working', details: {} });
  assert.deepEqual(await rig.list(), []);
});

test('a fault of an exchange that broke off with the connection is that one’s', async () => {
  await using rig = await AlertRig.start(configWith());
  rig.event({ type: 'fault', details: { during: 'discover', error: { message: 'lost', code: 'connection' } } });
  assert.deepEqual(await rig.list(), []);
  rig.event({ type: 'fault', details: { during: 'discover', error: { message: 'odd', code: 'protocol' } } });
  assert.equal((await rig.theAlert()).level, 'warning');
});

test('an output that cannot be reached is a fault of the program, one for each', async () => {
  await using rig = await AlertRig.start(configWith());
  const fail = (output: string): void =>
    rig.event({ type: 'output_failing', details: { output, error: { message: 'refused' } } }, 'system');
  fail('mqtt a');
  fail('mqtt b');
  rig.event({ type: 'output_working', details: { output: 'mqtt a', dropped: 0 } }, 'system');
  const alerts = await rig.list();
  assert.deepEqual(
    alerts.map(({ instrument, subject, active }) => [instrument, subject, active]),
    [
      [undefined, 'output mqtt b', true],
      [undefined, 'output mqtt a', false],
    ],
  );
});

test('a mission that failed, or could not begin, is a fault; one that somebody stopped is none', async () => {
  await using rig = await AlertRig.start(configWith());
  const end = (state: 'done' | 'failed' | 'stopped'): void =>
    rig.event({ type: 'mission_ended', details: { mission: 'dive', run: '1', state, milliseconds: 5 } }, 'system');
  end('done');
  end('stopped');
  assert.deepEqual(await rig.list(), []);
  end('failed');
  rig.event({ type: 'mission_not_started', details: { mission: 'dive', reason: 'no such instrument' } }, 'system');
  const { subject, count, level } = await rig.theAlert();
  assert.deepEqual([subject, count, level], ['mission dive', 2, 'warning']);
});

test('the disk of the data folder is looked at once a minute', async () => {
  await using rig = await AlertRig.start(configWith());
  const GIB = 2 ** 30;
  const left = async (free: number): Promise<string | undefined> => {
    rig.room = { free, size: 100 * GIB };
    await rig.clock.advance(MINUTE);
    const [alert] = await rig.list();
    return alert?.active ? alert.level : undefined;
  };
  assert.equal(await left(5 * GIB), undefined);
  assert.equal(await left(4.9 * GIB), 'warning', 'less than 5 %');
  assert.match((await rig.theAlert()).text, /^4\.9 GiB are left of 100 GiB for .*, less than 5 GiB$/);
  assert.equal(await left(0.9 * GIB), 'alarm', 'less than 1 %');
  assert.equal(await left(5.4 * GIB), 'warning', 'not a tenth more than 5 %');
  assert.equal(await left(5.6 * GIB), undefined);
});

test('a bound of the disk may be a size, and the disk may be left out', async () => {
  await using rig = await AlertRig.start(configWith({}, { disk: { alarm: '200 MiB' } }));
  rig.room = { free: 199 * 2 ** 20, size: 2 ** 40 };
  await rig.clock.advance(MINUTE);
  assert.equal((await rig.theAlert()).level, 'alarm');
  await rig.restart(configWith({}, { disk: false }));
  assert.deepEqual(await rig.list(), [], 'nobody watches it any more');
  assert.ok((await rig.service.rules()).every(({ kind }) => kind !== 'disk'));
});

test('without configuration there are rules, and each says that it is one by default', async () => {
  await using rig = await AlertRig.start(configWith());
  const rules = await rig.service.rules();
  assert.ok(rules.every(({ from }) => from === 'default'));
  assert.deepEqual(
    new Set(rules.map(({ kind }) => kind)),
    new Set(['late_data', 'command_failed', 'connection_lost', 'clock_drift', 'log_gap', 'fault', 'disk']),
  );
});
