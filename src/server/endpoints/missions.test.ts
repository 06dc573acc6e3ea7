import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localBus } from '../../bus/local-bus.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLogger } from '../../kit/logger.ts';
import { startMissions } from '../../missions/start-missions.ts';
import { testServer } from '../test-server.ts';

const TEXT = "title: A long wait\nsteps:\n  - wait: '10 h'\n";

test('a mission is checked, saved, started, paused, stopped and removed', async () => {
  const bus = localBus();
  await using scene = await testServer({ bus });
  await using _ = await startMissions({ bus, database: scene.database, clock: systemClock, logger: silentLogger });
  const wrong = await scene.ask('POST', '/missions/check', { text: 'steps: [ exec: { ctd: start } ]' });
  assert.equal(wrong.status, 400);
  assert.deepEqual(
    wrong.json.issues.map(({ where }: { where: string }) => where),
    ['mission:1:18'],
  );
  assert.deepEqual((await scene.ask('POST', '/missions/check', { text: TEXT })).json, { steps: ['wait 10 h'] });

  const saved = await scene.ask('PUT', '/missions/long', { text: TEXT });
  assert.deepEqual([saved.status, saved.json.title, saved.json.text], [200, 'A long wait', TEXT]);
  assert.deepEqual((await scene.ask('GET', '/missions')).json, [saved.json]);
  assert.deepEqual((await scene.ask('GET', '/missions/long')).json, saved.json);

  const begun = await scene.ask('POST', '/missions/long/runs', {});
  assert.deepEqual([begun.status, begun.json.state], [202, 'running']);
  assert.equal((await scene.ask('POST', '/missions/long/runs', {})).status, 409);
  const control = (what: string) => scene.ask('POST', `/mission-runs/${begun.json.id}/${what}`, {});
  assert.equal((await control('pause')).json.state, 'paused');
  assert.equal((await control('resume')).json.state, 'running');
  assert.equal((await control('explode')).status, 400);
  const over = new Promise((resolve) => bus.subscribe('mission', ({ ended }) => ended !== undefined && resolve(ended)));
  assert.equal((await control('stop')).status, 200);
  await over;
  const [run] = (await scene.ask('GET', '/mission-runs')).json;
  assert.deepEqual([run.id, run.state], [begun.json.id, 'stopped']);

  assert.equal((await scene.ask('DELETE', '/missions/long')).status, 204);
  assert.equal((await scene.ask('GET', '/missions/long')).status, 404);
});

test('a token that is for some instruments is told nothing of missions that speak of others', async () => {
  const bus = localBus();
  await using scene = await testServer({ bus });
  const of = (name: string) => ({
    name,
    title: name,
    text: '',
    steps: [],
    instruments: [name],
    changed: '2026-11-22T00:00:00Z',
    by: 'eva',
  });
  const runOf = (mission: string) => ({
    id: mission,
    mission,
    by: 'eva',
    state: 'done',
    started: '2026-11-22T00:00:00Z',
    steps: [],
  });
  const names = ['ctd', 'adcp'];
  const missions = {
    list: async () => names.map(of),
    get: async (name: string) => of(name),
    runs: async () => names.map(runOf),
  };
  bus.offer('missions', '', missions as never);
  const { secret } = scene.access.tokens.add(
    { name: 'mooring', role: 'viewer', instruments: ['ctd'] },
    { by: 'root', user: 'user:root', role: 'admin' },
  );
  const ask = (path: string) => scene.ask('GET', path, undefined, { authorization: `Bearer ${secret}` });
  assert.deepEqual((await ask('/missions')).json, [of('ctd')]);
  assert.deepEqual((await ask('/mission-runs')).json, [runOf('ctd')]);
  assert.equal((await ask('/missions/ctd')).status, 200);
  assert.equal((await ask('/missions/adcp')).status, 403);
  assert.equal((await scene.ask('GET', '/missions')).json.length, 2);
});
