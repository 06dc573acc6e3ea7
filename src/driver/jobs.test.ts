import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Schedule } from './jobs/schedule.ts';
import { type Probe, probe, startProbe } from './test-probe.ts';
import { fastClock, startDriver } from './test-rig.ts';

const working: Instrument = defineInstrument({
  ...probe,
  commands: {
    ...probe.commands,
    poll: { send: 'poll' },
    measure: { send: 'measure', whileStreaming: 'pause' },
  },
  jobs: {
    poll: { runs: 'poll', every: { parameter: 'poll_interval' } },
    measure: { runs: 'measure', polled: { min: '1 min' } },
  },
});

async function started(
  t: Parameters<typeof startProbe>[0],
  more: { answer?: (line: string, own: Probe) => string | undefined; schedule?: Schedule; factor?: number } = {},
) {
  const { answer, schedule, factor = 20 } = more;
  const device = await startProbe(
    t,
    (line, own) => answer?.(line, own) ?? (/poll|measure/.test(line) ? `${line} done\r\n>` : undefined),
  );
  const rig = await startDriver(t, {
    definition: working,
    link: device.link,
    clock: fastClock(factor),
    ...(schedule && { schedule }),
  });
  const jobs = (): string[] => rig.told.of('job').map(({ job, status }) => `${job} ${status}`);
  return { ...rig, device, jobs };
}

test('a job is done as a parameter says, from when that is set on, and no more when it is set to never', async (t) => {
  const { driver, device, told, jobs } = await started(t);
  await driver.discover();
  await driver.set({ poll_interval: '2 s' });
  await device.heard(/^poll$/, 2);
  await told.until(() => jobs().filter((one) => one === 'poll done').length >= 2);
  assert.deepEqual(jobs().slice(0, 4), ['poll started', 'poll done', 'poll started', 'poll done']);
  await driver.set({ poll_interval: '0 s' });
  const done = device.lines.length;
  await driver.get('all', { timeout: 10_000 });
  assert(device.lines.slice(done).every((line) => line !== 'poll'));
});

test('a job that is not possible in a state waits for one in which it is, and says so', async (t) => {
  const { driver, device, told, jobs } = await started(t);
  await driver.discover();
  await driver.executeStartAutosample();
  await driver.set({ poll_interval: '1 s' });
  await told.until(() => jobs().includes('poll waiting'));
  assert.match(told.of('job')[0]?.reason ?? '', /'poll' is not possible in state 'autosample'/);
  assert(!device.lines.includes('poll'));
  await driver.set({ poll_interval: '0 s' });
  await driver.executeStopAutosample();
  await told.until(() => jobs().includes('poll done'));
  assert.deepEqual(jobs(), ['poll waiting', 'poll started', 'poll done']);
});

test('a job in direct access waits until that is over', async (t) => {
  const { driver, device, told, jobs } = await started(t);
  await driver.discover();
  await driver.set({ poll_interval: '1 s' });
  await driver.executeStartDirectAccess();
  told.forget();
  const before = device.lines.length;
  await told.until(() => jobs().includes('poll waiting'));
  assert(device.lines.slice(before).every((line) => line !== 'poll'));
  await driver.executeStopDirectAccess();
  await told.until(() => jobs().includes('poll done'));
});

test('a job queues behind the command that runs, and streaming is paused for it', async (t) => {
  const { driver, device, told, jobs } = await started(t);
  await driver.discover();
  await driver.executeStartAutosample();
  const before = device.lines.length;
  assert.equal(driver.requestJob('measure'), true);
  const stopping = driver.executeStopAutosample();
  assert.equal(driver.requestJob('measure'), false);
  await stopping;
  await told.until(() => jobs().includes('measure done'));
  assert.deepEqual(device.lines.slice(before), ['stop', 'measure', 'start', 'stop']);
  assert.throws(() => driver.requestJob('poll'), /no polled job 'poll'.*measure/);
});

test('a job that fails is told, and does not end the others', async (t) => {
  const { driver, told } = await started(t, { answer: (line) => (line === 'poll' ? 'ERR\r\n>' : undefined) });
  await driver.discover();
  await driver.set({ poll_interval: '1 s' });
  await told.until(() => told.of('job').filter(({ status }) => status === 'failed').length === 2);
  assert.match(told.of('job')[1]?.reason ?? '', /the instrument refused: sent 'poll'/);
});

test('a schedule from outside gives commands their times, in place of the definition’s', async (t) => {
  const { driver, device, told, jobs } = await started(t, {
    schedule: { status: { every: '3 s' }, poll: { every: '2 s' } },
  });
  await told.until(() => jobs().includes('poll waiting'));
  assert(!device.lines.includes('poll'));
  await driver.discover();
  await told.until(() => jobs().includes('poll done') && jobs().includes('status done'));
});

test('jobs outlive a lost connection and end with the driver', async (t) => {
  const { driver, device, told, jobs } = await started(t, { schedule: { poll: { every: '5 s' } } });
  await driver.discover();
  await told.until(() => jobs().includes('poll done'));
  told.forget();
  await device.cut();
  await told.until(() => told.states.includes('instrument_disconnected') && driver.getCurrentState() === 'unknown');
  await told.until(() => jobs().includes('poll waiting'));
  await driver.discover();
  await told.until(() => jobs().includes('poll done'));
  await driver.close();
});

test('a job that waits is not tempted by a pause', async (t) => {
  const { driver, told, jobs } = await started(t);
  await driver.discover();
  await driver.executeStartAutosample();
  await driver.set({ poll_interval: '1 s' });
  await told.until(() => jobs().includes('poll waiting'));
  await driver.execute('measure');
  assert.deepEqual(jobs(), ['poll waiting']);
  await driver.executeStopAutosample();
  await told.until(() => jobs().includes('poll done'));
});

test('a job that waits goes on waiting under another definition', async (t) => {
  const { driver, told, jobs } = await started(t);
  await driver.discover();
  await driver.executeStartAutosample();
  await driver.set({ poll_interval: '1 s' });
  await told.until(() => jobs().includes('poll waiting'));
  await driver.set({ poll_interval: '0 s' });
  await driver.reload(defineInstrument({ ...working, model: 'Probe 2' }));
  await driver.discover();
  await driver.executeStopAutosample();
  await told.until(() => jobs().includes('poll done'));
});
