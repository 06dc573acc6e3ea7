import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testServer } from '../test-server.ts';
import { until } from '../test-until.ts';

let scene: Awaited<ReturnType<typeof testServer>>;
before(async () => {
  scene = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
  await until(
    scene.bus,
    'summary',
    ({ id, state }) => id === 'ctd' && state === 'command',
    async () => {
      const summary = await scene.bus.find('instrument', 'ctd')?.summary();
      return summary?.state === 'command';
    },
  );
});
after(() => scene[Symbol.asyncDispose]());

test('what there is, how it stands and what it is are three answers', async () => {
  const list = await scene.ask('GET', '/instruments');
  assert.deepEqual(
    list.json.map(({ id, kind, state }: Record<string, unknown>) => ({ id, kind, state })),
    [{ id: 'ctd', kind: 'sea_bird.sbe37_smp', state: 'command' }],
  );
  const overview = await scene.ask('GET', '/instruments/ctd');
  assert.equal(overview.status, 200);
  assert.ok(overview.json.capabilities.includes('acquire_sample'));
  const metadata = await scene.ask('GET', '/instruments/ctd/metadata');
  assert.equal(metadata.json.driver.maker, 'Sea-Bird Scientific');
  assert.equal(metadata.json.direct.newline, '\r\n');
  assert.ok(metadata.json.direct.buttons.some(({ text }: { text: string }) => text === 'ds'));
});

test('a parameter is tried, changed, and read', async () => {
  const dry = await scene.ask('PATCH', '/instruments/ctd/parameters', { values: { interval: 33 }, dry_run: true });
  assert.equal(dry.json.interval.to, 33);
  assert.equal(dry.json.interval.changes, true);
  const done = await scene.ask('PATCH', '/instruments/ctd/parameters', { values: { interval: 33 } });
  assert.equal(done.json.interval.actual, 33);
  const read = await scene.ask('GET', '/instruments/ctd/parameters?names=interval');
  assert.deepEqual(read.json, { interval: 33 });
});

test('all that is wrong with a change is said at once, and nothing is sent', async () => {
  const { status, headers, json } = await scene.ask('PATCH', '/instruments/ctd/parameters', {
    values: { interval: 0, output_salinity: 'yes' },
  });
  assert.equal(status, 400, json.detail);
  assert.match(headers.get('content-type') ?? '', /application\/problem\+json/);
  assert.equal(json.code, 'parameter');
  assert.deepEqual(json.issues.map(({ name }: { name: string }) => name).sort(), ['interval', 'output_salinity']);
});

test('a command is a job: begun at once, or waited for', async () => {
  const begun = await scene.ask('POST', '/instruments/ctd/commands/acquire_sample', {});
  assert.equal(begun.status, 202);
  const over = await scene.ask('GET', `/instruments/ctd/jobs/${begun.json.id}?wait=60`);
  assert.equal(over.json.state, 'done', over.text);
  const waited = await scene.ask('POST', '/instruments/ctd/discover', { wait: 60 });
  assert.equal(waited.status, 200);
  assert.equal(waited.json.state, 'done');
  const jobs = await scene.ask('GET', '/instruments/ctd/jobs');
  assert.ok(jobs.json.some(({ id }: { id: string }) => id === begun.json.id));
});

test('what is not there is named, with what is', async () => {
  const instrument = await scene.ask('GET', '/instruments/ctb');
  assert.equal(instrument.status, 404);
  assert.match(instrument.json.detail, /did you mean 'ctd'/);
  const command = await scene.ask('POST', '/instruments/ctd/commands/aquire_sample', {});
  assert.equal(command.status, 400);
  assert.match(command.json.detail, /did you mean 'acquire_sample'/);
  const job = await scene.ask('GET', '/instruments/ctd/jobs/none');
  assert.equal(job.status, 404);
});

test('whoever holds the instrument uses it, and nobody else does', async () => {
  const taken = await scene.ask('PUT', '/instruments/ctd/lock', { reason: 'calibration' });
  assert.equal(taken.status, 200);
  const refused = await scene.ask('PATCH', '/instruments/ctd/parameters', { values: { interval: 44 } });
  assert.equal(refused.status, 423);
  assert.match(refused.json.detail, /calibration/);
  const key = { 'x-sonde-lock': taken.json.key };
  const used = await scene.ask('PATCH', '/instruments/ctd/parameters', { values: { interval: 44 } }, key);
  assert.equal(used.status, 200);
  assert.equal((await scene.ask('DELETE', '/instruments/ctd/lock', undefined, key)).status, 204);
});

test('health says in numbers whether all is well', async () => {
  const { json } = await scene.ask('GET', '/health');
  assert.deepEqual(
    json.checks.map(({ name, ok }: { name: string; ok: boolean }) => [name, ok]),
    [
      ['instruments', true],
      ['alarms', true],
      ['data', true],
    ],
  );
});
