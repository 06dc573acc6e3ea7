import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../test-server.ts';

const WORDS = 'correct horse battery';

/** A server with an admin and an operator. */
async function crew() {
  const scene = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
  await scene.access.users.add('root', 'admin', WORDS, 'test');
  await scene.access.users.add('anna', 'operator', WORDS, 'test');
  const login = async (name: string, password = WORDS) => {
    const answer = await scene.ask('POST', '/session', { name, password });
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
    return { ...answer, cookie: { cookie } };
  };
  return { ...scene, login };
}

test('as long as there is no user, nobody logs in; the first one ends that', async () => {
  await using scene = await testServer();
  const { json } = await scene.ask('GET', '/session');
  assert.deepEqual({ role: json.role, login: json.login }, { role: 'admin', login: 'none' });
  const weak = await scene.ask('POST', '/users', { name: 'Root', role: 'admin', password: 'short' });
  assert.deepEqual(weak.json.issues.map(({ name }: { name: string }) => name).sort(), ['name', 'password']);
  const added = await scene.ask('POST', '/users', { name: 'root', role: 'admin', password: WORDS });
  assert.equal(added.status, 201);
  assert.deepEqual(Object.keys(added.json).sort(), ['created', 'name', 'role']);
  const after = await scene.ask('GET', '/session');
  assert.deepEqual(after.json, { name: '', role: 'viewer', login: 'needed' });
  const refused = await scene.ask('GET', '/users');
  assert.deepEqual([refused.status, refused.json.code], [401, 'login_required']);
});

test('a login is a cookie that no script and no other site gets, and it ends', async () => {
  await using scene = await crew();
  const { status, json, headers, cookie } = await scene.login('anna');
  assert.deepEqual([status, json], [200, { name: 'anna', role: 'operator', login: 'password' }]);
  const set = headers.get('set-cookie') ?? '';
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=604800']) {
    assert.ok(set.includes(attribute), `${attribute} in ${set}`);
  }
  assert.ok(!set.includes('Secure'), 'which would not come back without TLS');
  assert.equal((await scene.ask('GET', '/session', undefined, cookie)).json.name, 'anna');
  const refused = await scene.ask('GET', '/users', undefined, cookie);
  assert.deepEqual([refused.status, refused.json.code], [403, 'forbidden']);
  const out = await scene.ask('DELETE', '/session', undefined, cookie);
  assert.equal(out.status, 204);
  assert.match(out.headers.get('set-cookie') ?? '', /=; .*Max-Age=0/);
  assert.equal((await scene.ask('GET', '/session', undefined, cookie)).json.login, 'needed');
});

test('a wrong password and a wrong name are told alike, and then to wait', async () => {
  await using scene = await crew();
  const wrong = await scene.login('anna', 'wrong');
  const nobody = await scene.login('nobody', 'wrong');
  assert.deepEqual([wrong.status, wrong.json.code], [401, 'login_required']);
  assert.equal(wrong.json.detail, nobody.json.detail);
  for (let i = 0; i < 4; i++) await scene.login('anna', 'wrong');
  const barred = await scene.login('anna');
  assert.deepEqual([barred.status, barred.json.code], [429, 'too_many']);
  assert.ok(Number(barred.headers.get('retry-after')) >= 1);
});

test('a user changes their own password, an admin that of others, and sessions of before are over', async () => {
  await using scene = await crew();
  const old = await scene.login('anna');
  const own = await scene.ask('PUT', '/session/password', { current: WORDS, password: 'another one' }, old.cookie);
  assert.equal(own.status, 200);
  assert.equal((await scene.ask('GET', '/session', undefined, old.cookie)).json.login, 'needed');
  assert.equal((await scene.login('anna', 'another one')).status, 200);
  const root = await scene.login('root');
  const changed = await scene.ask('PATCH', '/users/anna', { password: WORDS, role: 'engineer' }, root.cookie);
  assert.equal(changed.json.role, 'engineer');
  assert.equal((await scene.login('anna')).json.role, 'engineer');
  assert.equal((await scene.ask('DELETE', '/users/root', undefined, root.cookie)).status, 400);
  assert.equal((await scene.ask('DELETE', '/users/anna', undefined, root.cookie)).status, 204);
  assert.equal((await scene.ask('DELETE', '/users/anna', undefined, root.cookie)).status, 404);
  const names = (await scene.ask('GET', '/users', undefined, root.cookie)).json.map(
    (one: { name: string }) => one.name,
  );
  assert.deepEqual(names, ['root']);
});

test('a token does what its role allows, with its instruments only, until it is removed', async () => {
  await using scene = await crew();
  const { cookie } = await scene.login('root');
  const make = (body: object) => scene.ask('POST', '/tokens', body, cookie);
  const { json, status } = await make({ name: 'nightly', role: 'admin', instruments: ['adcp'] });
  assert.equal(status, 201);
  const bearer = { authorization: `Bearer ${json.secret}` };
  assert.equal((await scene.ask('GET', '/session', undefined, bearer)).json.name, 'token nightly');
  const codes = await Promise.all(
    [
      ['GET', '/instruments/ctd'],
      ['PUT', '/instruments/ctd/lock'],
      ['GET', '/users'],
      ['GET', '/config'],
      ['POST', '/instruments'],
    ].map(async ([method = '', path = '']) => {
      const body = method === 'GET' ? undefined : {};
      return (await scene.ask(method, path, body, bearer)).status;
    }),
  );
  assert.deepEqual(codes, [403, 403, 403, 403, 403]);
  assert.equal((await scene.ask('GET', '/tokens', undefined, cookie)).text.includes(json.secret), false);
  assert.equal((await make({ name: 'nightly', role: 'viewer' })).status, 400);
  assert.equal((await scene.ask('DELETE', `/tokens/${json.id}`, undefined, cookie)).status, 204);
  assert.equal((await scene.ask('GET', '/session', undefined, bearer)).status, 401);
});
