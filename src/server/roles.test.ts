import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isAtLeast, ROLES, type Role } from '../model/api/roles.ts';
import type { OpenApi } from './openapi/document.ts';
import { testServer } from './test-server.ts';

let own: Awaited<ReturnType<typeof testServer>>;
let api: OpenApi;
let password: string;
before(async () => {
  own = await testServer({ isOpen: true });
  password = own.access.first?.password ?? '';
  const response = await fetch(`${own.origin}/api/v1/openapi.json`);
  api = (await response.json()) as OpenApi;
});
after(() => own[Symbol.asyncDispose]());

const operations = () =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, 'x'),
      role: operation['x-role'],
    })),
  );

const tokenOf = (role: Role): string =>
  own.access.tokens.add({ name: `a_${role}`, role }, { by: 'admin', user: 'user:admin', role: 'admin' }).secret;

test('who is not known is asked to log in, wherever it matters', async () => {
  for (const { method, path, role } of operations().filter((one) => one.role !== 'anyone')) {
    const { status, headers, json } = await own.ask(method, path);
    assert.equal(status, 401, `${method} ${path} is for ${role}`);
    assert.equal(json.code, 'login_required');
    assert.equal(headers.get('www-authenticate'), 'Bearer');
  }
  const wrong = await own.ask('GET', '/session', undefined, { authorization: 'Bearer sonde_nonsense' });
  assert.equal(wrong.status, 401);
});

test('every endpoint refuses those below its role, before it looks at anything else', async () => {
  for (const role of ROLES) {
    const authorization = `Bearer ${tokenOf(role)}`;
    for (const one of operations()) {
      if (one.role === 'anyone' || isAtLeast(role, one.role)) continue;
      const { status, json } = await own.ask(one.method, one.path, undefined, { authorization });
      assert.equal(status, 403, `${one.method} ${one.path} is for ${one.role}, not for ${role}`);
      assert.match(json.detail, new RegExp(`role ${one.role}`));
    }
  }
});

test('a token that is for some instruments is refused at all others', async () => {
  const { secret } = own.access.tokens.add(
    { name: 'ctd_only', role: 'engineer', instruments: ['ctd'] },
    { by: 'admin', user: 'user:admin', role: 'admin' },
  );
  for (const { method, path } of operations().filter((one) => one.path.startsWith('/instruments/x'))) {
    const { status } = await own.ask(method, path, undefined, { authorization: `Bearer ${secret}` });
    assert.equal(status, 403, `${method} ${path}`);
  }
});

test('a login is a cookie that no script reads and no other site sends', async () => {
  const { headers, json } = await own.ask('POST', '/session', { name: 'admin', password });
  assert.equal(json.login, 'password');
  const cookie = headers.get('set-cookie') ?? '';
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Strict/);
  const [pair = ''] = cookie.split(';');
  assert.equal((await own.ask('GET', '/session', undefined, { cookie: pair })).json.name, 'admin');
  assert.equal((await own.ask('GET', '/users', undefined, { cookie: pair })).status, 200);
});
