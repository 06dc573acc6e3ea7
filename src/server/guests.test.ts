import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { type TestServerOptions, testServer } from './test-server.ts';
import { until } from './test-until.ts';

const ROOT = { by: 'root', user: 'user:root', role: 'admin' } as const;
const PASSWORD = 'correct horse battery';

async function scene(t: TestContext, options: TestServerOptions = {}) {
  const clock = new FakeClock();
  const own = await testServer({ clock, ...options });
  t.after(() => own[Symbol.asyncDispose]());
  return { ...own, clock };
}

/** Listens; resolves when the server has ended it. */
async function listening(origin: string, headers: Readonly<Record<string, string>>, path = '/live?topics=lock') {
  const response = await fetch(`${origin}/api/v1${path}`, { headers });
  assert.equal(response.status, 200);
  const reader = response.body?.getReader();
  assert.ok(reader);
  await reader.read();
  const over = (async () => {
    for (;;) if ((await reader.read()).done) return;
  })().catch(() => {});
  return { over, stop: () => reader.cancel() };
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

test('what was told live ends when its listener logs out; others of them go on', async (t) => {
  const own = await scene(t, { isOpen: true });
  await own.access.users.add('anna', 'viewer', PASSWORD, 'test');
  const login = async () => {
    const { headers } = await own.ask('POST', '/session', { name: 'anna', password: PASSWORD });
    return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  const [here, there] = [await login(), await login()];
  const [ends, goesOn] = [await listening(own.origin, here), await listening(own.origin, there)];
  await own.ask('DELETE', '/session', undefined, here);
  await ends.over;
  assert.equal(own.server.traffic.liveClients, 1);
  await goesOn.stop();
});

test('what was told live ends with the token that it was asked for with', async (t) => {
  const own = await scene(t);
  const expires = new Date(Number(own.clock.now() / 1_000_000n) + 3_600_000).toISOString();
  const { secret } = own.access.tokens.add({ name: 'nightly', role: 'viewer', expires }, ROOT);
  const live = await listening(own.origin, bearer(secret));
  await own.clock.advance(3_600_000);
  await live.over;
});

test('where the first user is added, whoever was believed until then is told nothing more', async (t) => {
  const own = await scene(t);
  const live = await listening(own.origin, {});
  await own.access.users.add('root', 'admin', PASSWORD, 'test');
  await live.over;
});

test('a transcript that is followed ends with the token too', async (t) => {
  const own = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
  t.after(() => own[Symbol.asyncDispose]());
  const isReached = async () => (await own.bus.find('instrument', 'ctd')?.summary())?.state === 'command';
  await until(own.bus, 'summary', ({ state }) => state === 'command', isReached);
  const { id, secret } = own.access.tokens.add({ name: 'nightly', role: 'viewer' }, ROOT);
  const live = await listening(own.origin, bearer(secret), '/instruments/ctd/transcript/live');
  own.access.tokens.remove(id, 'root');
  await live.over;
});
