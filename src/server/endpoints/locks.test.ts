import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDraft } from '../../model/event-draft.ts';
import { testServer } from '../test-server.ts';
import { until } from '../test-until.ts';

const WORDS = 'correct horse battery';

test('two browsers and a script fight for one instrument: the lease holds, and the events tell the story', async () => {
  await using scene = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
  const story: string[] = [];
  scene.bus.subscribe('note', ({ instrument, draft }: { instrument?: string; draft: EventDraft }) => {
    if (instrument === 'ctd' && draft.type.startsWith('lock')) story.push(`${draft.type} by ${draft.by}`);
  });
  for (const [name, role] of [
    ['root', 'admin'],
    ['anna', 'operator'],
    ['ben', 'operator'],
  ] as const) {
    await scene.access.users.add(name, role, WORDS, 'test');
  }
  const browser = async (name: string) => {
    const { headers } = await scene.ask('POST', '/session', { name, password: WORDS });
    return { cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  };
  const [anna, ben, root] = [await browser('anna'), await browser('ben'), await browser('root')];
  const { secret } = scene.access.tokens.add(
    { name: 'nightly', role: 'operator' },
    { by: 'root', user: 'user:root', role: 'admin' },
  );
  const script = { authorization: `Bearer ${secret}` };
  await until(
    scene.bus,
    'summary',
    ({ state }) => state === 'command',
    async () => (await scene.bus.find('instrument', 'ctd')?.summary())?.state === 'command',
  );

  const take = (who: Record<string, string>, body: object = {}) =>
    scene.ask('PUT', '/instruments/ctd/lock', { reason: 'calibration', ...body }, who);
  const set = (who: Record<string, string>, interval: number) =>
    scene.ask('PATCH', '/instruments/ctd/parameters', { values: { interval } }, who);

  const held = await take(anna);
  assert.equal(held.status, 200);
  const key = { ...anna, 'x-sonde-lock': held.json.key };
  const others = await Promise.all([take(ben), take(script), set(ben, 20), set(script, 21), set(anna, 22)]);
  for (const { status, json } of others) {
    assert.deepEqual([status, json.code], [423, 'locked']);
    assert.match(json.detail, /ctd is locked by anna since .* until .* \(calibration\)/);
  }
  assert.equal((await set(key, 23)).json.interval.actual, 23);
  const seen = await scene.ask('GET', '/instruments/ctd/lock', undefined, script);
  assert.equal(seen.json.lock.holder, 'anna');
  assert.equal(seen.text.includes(held.json.key), false);
  assert.deepEqual((await scene.ask('GET', '/locks', undefined, ben)).json, [seen.json.lock]);

  const taken = await take(root, { reason: 'urgent', take_over: true });
  assert.equal(taken.status, 200);
  assert.equal((await set(key, 24)).status, 423);
  assert.equal((await scene.ask('DELETE', '/instruments/ctd/lock', undefined, ben)).status, 423);
  const free = await scene.ask('DELETE', '/instruments/ctd/lock', undefined, {
    ...root,
    'x-sonde-lock': taken.json.key,
  });
  assert.equal(free.status, 204);
  assert.equal((await set(script, 25)).json.interval.actual, 25);
  assert.deepEqual(story, ['lock_taken by anna', 'lock_taken_over by root', 'lock_released by root']);
  assert.equal((await scene.ask('GET', '/instruments/cdt/lock', undefined, ben)).status, 404);
});
