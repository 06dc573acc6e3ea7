import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstrumentOverview } from '../../../../../src/model/api/instrument.ts';
import type { Job } from '../../../../../src/model/api/job.ts';
import { hasSamples, withJob, withParameters, withSamples } from './apply-live.ts';

const NOW = '2026-07-01T12:00:01.000Z';
const overview: InstrumentOverview = {
  id: 'ctd',
  name: 'CTD',
  kind: 'acme.ctd',
  model: 'CTD',
  state: 'autosample',
  state_since: '2026-07-01T11:00:00.000Z',
  late: true,
  values: [],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
  capabilities: [],
  parameters: { interval: { actual: 60, desired: 60, verified: NOW, startup: 60 } },
  streams: {},
  jobs: [],
  active_alerts: [],
  bytes: { received: 0, unmatched: 0, checksum_failed: 0 },
  port_agents: {},
  schedule: {},
  stored: { log: 0, samples: 0 },
};
const job = (id: string, state: Job['state']): Job => ({
  id,
  instrument: 'ctd',
  command: 'test',
  args: {},
  by: 'ann',
  state,
  created: NOW,
});

test('the newest of several samples stands for the stream, and all are counted', () => {
  const sample = (second: number, temp: number) => ({
    time: `2026-07-01T12:00:0${second}.000Z`,
    quality: 'ok',
    values: { temp },
  });
  const told = { instrument: 'ctd', stream: 'ctd', samples: [sample(0, 1), sample(1, 2)] };
  const after = withSamples(withSamples(overview, told, NOW), told, NOW);
  assert.equal(after.streams.ctd?.samples, 4);
  assert.deepEqual(after.streams.ctd?.values, { temp: 2 });
  assert.equal(after.late, false);
  assert.equal(hasSamples(overview, told), false);
  assert.equal(hasSamples(after, told), true);
});

test('a parameter that changed keeps what is not told anew', () => {
  const told = { instrument: 'ctd', parameters: { interval: { actual: 10, desired: 10, verified: NOW } } };
  assert.deepEqual(withParameters(overview, told).parameters.interval, {
    actual: 10,
    desired: 10,
    verified: NOW,
    startup: 60,
  });
});

test('a job stays where it stands; a new one comes first', () => {
  const two = withJob(withJob(overview, job('a', 'running')), job('b', 'running'));
  assert.deepEqual(
    withJob(two, job('a', 'done')).jobs.map(({ id, state }) => [id, state]),
    [
      ['b', 'running'],
      ['a', 'done'],
    ],
  );
});
