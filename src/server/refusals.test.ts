import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { problem } from '../model/api/problem.ts';
import { testServer } from './test-server.ts';

let own: Awaited<ReturnType<typeof testServer>>;
before(async () => {
  own = await testServer({ limits: { headersTime: 300, requestTime: 400 } });
});
after(() => own[Symbol.asyncDispose]());

const portOf = (): number => Number(new URL(own.origin).port);

/** Bytes as somebody who knows no HTTP sends them; what comes back until the connection ends. */
async function send(bytes: string | Uint8Array): Promise<string> {
  const socket = connect(portOf(), '127.0.0.1');
  socket.on('error', () => {}); // it may be ended while something is sent
  socket.write(bytes);
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  await once(socket, 'close');
  return Buffer.concat(parts).toString('latin1');
}

const isAlive = async (): Promise<void> => assert.equal((await own.ask('GET', '/')).status, 200);

test('everything that is wrong is a problem that says what would be right', async () => {
  const cases: readonly [string, string, unknown, number, string, RegExp][] = [
    ['GET', '/nothing', undefined, 404, 'not_found', /GET \/api\/v1\/nothing/],
    ['DELETE', '/instruments', undefined, 405, 'method', /possible: GET, POST/],
    ['HEAD', '/instruments', undefined, 405, 'method', /^$/],
    ['GET', '/instruments?limit=3', undefined, 400, 'parameter', /limit: is not known here/],
    ['GET', '/instruments/A-b', undefined, 400, 'parameter', /id: must be snake_case/],
    ['GET', '/instruments/ctd', undefined, 404, 'not_found', /no instrument 'ctd'/],
    ['GET', '/%zz', undefined, 400, 'parameter', /%zz/],
    ['POST', '/config/check', { text: 3, more: 1 }, 400, 'parameter', /text: .*\n.*more: is not known/],
    ['POST', '/config/check', undefined, 400, 'parameter', /text/],
    ['POST', '/config/check', { text: 'x'.repeat(1_100_000) }, 413, 'too_large', /1048576/],
  ];
  for (const [method, path, body, status, code, detail] of cases) {
    if (method === 'HEAD') {
      assert.equal((await fetch(`${own.origin}/api/v1${path}`, { method })).status, status);
      continue;
    }
    const told = await own.ask(method, path, body);
    assert.equal(told.status, status, `${method} ${path}`);
    const { code: own_code, detail: text, instance } = problem.parse(told.json);
    assert.equal(own_code, code);
    assert.match(text, detail);
    assert.equal(instance, `/api/v1${path.split('?')[0]}`);
    assert.match(told.headers.get('content-type') ?? '', /^application\/problem\+json/);
  }
});

test('what may be asked at an address is said with a refusal', async () => {
  const { headers } = await own.ask('PATCH', '/config');
  assert.equal(headers.get('allow'), 'GET, PUT');
});

test('a body that is no JSON, of another type, too deep or with a prototype is refused', async () => {
  const post = async (type: string, body: string) => {
    const response = await fetch(`${own.origin}/api/v1/config/check`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    return { status: response.status, detail: problem.parse(await response.json()).detail };
  };
  const json = 'application/json';
  assert.equal((await post('text/plain', '{}')).status, 415);
  assert.equal((await post('application/x-www-form-urlencoded', 'text=1')).status, 415);
  assert.match((await post(json, '{"text": ')).detail, /JSON: cannot be read/);
  assert.match((await post(json, '['.repeat(500_000))).detail, /nested more than 64 deep/);
  assert.match((await post(json, `{"text":"${'[{\\"'.repeat(100)}"}`)).detail, /nobody runs|text|config/);
  assert.match((await post(json, '{"text":"x","__proto__":{"a":1}}')).detail, /__proto__/);
  await isAlive();
});

test('bytes that are no HTTP are answered or hung up on, and end nothing', async () => {
  const garbage: readonly [string | Uint8Array, RegExp][] = [
    ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^HTTP\/1\.1 400 /],
    ['GET\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['GET / HTTP/9.9\r\nhost: localhost\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['POST /api/v1/config/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: -5\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    ['POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', /HTTP\/1\.1 400 /],
    [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    [`GET /${'y'.repeat(40_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n', /^$/],
    [
      'GET /api/v1/ HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, close\r\nupgrade: h2c\r\n\r\n',
      /^HTTP\/1\.1 (200|404) /,
    ],
    [Buffer.alloc(100_000, 0), /^HTTP\/1\.1 400 /],
    ['GET / HTTP/1.1\r\nho', /^HTTP\/1\.1 408 /],
    [
      'POST /api/v1/config/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
      /^HTTP\/1\.1 408 /,
    ],
  ];
  for (const [bytes, answer] of garbage)
    assert.match(await send(bytes), answer, JSON.stringify(String(bytes).slice(0, 80)));
  await isAlive();
  assert.ok(own.server.traffic.malformed >= 10);
});

test('what a WebSocket is asked for wrongly is refused in words', async () => {
  const upgrade = (path: string, more = ''): Promise<string> =>
    send(
      `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n${more}sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
  assert.match(await upgrade('/api/v1/instruments/ctd/direct'), /^HTTP\/1\.1 404 [\s\S]*no instrument 'ctd'/);
  assert.match(await upgrade('/api/v1/live'), /^HTTP\/1\.1 404 /);
  assert.match(await upgrade('/api/v1/instruments/ctd/direct?link=A B'), /^HTTP\/1\.1 400 /);
  assert.match(await upgrade('/api/v1/instruments/ctd/direct?linc=a'), /^HTTP\/1\.1 400 [\s\S]*linc: is not known/);
  assert.match(await upgrade('/', 'origin: http://elsewhere.example\r\n'), /^HTTP\/1\.1 403 /);
  await isAlive();
});

test('who does not shake hands as WebSockets do is told so in words', async () => {
  own.bus.offer('instrument', 'adcp', new Proxy({}, { get: () => undefined }) as never);
  const told = await send(
    'GET /api/v1/instruments/adcp/direct HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\r\n',
  );
  assert.match(told, /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*Sec-WebSocket-Key/);
});

test("a name that is not the server's, and a page of somebody else, are refused", async () => {
  const ask = (method: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asking = request(`${own.origin}/api/v1/config/check`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asking.once('error', reject).end();
    });
  const port = portOf();
  assert.equal(await ask('GET', { host: 'rebound.example' }), 403);
  assert.equal(await ask('GET', { host: `localhost:${port}` }), 405);
  assert.equal(await ask('GET', { host: `127.0.0.1:${port}` }), 405);
  assert.equal(await ask('GET', { host: `[::1]:${port}` }), 405);
  assert.equal(await ask('POST', { origin: `http://127.0.0.1:${port}` }), 400);
  assert.equal(await ask('POST', { origin: 'http://127.0.0.1:1' }), 403);
  assert.equal(await ask('POST', { origin: 'null' }), 403);
  assert.equal(await ask('POST', { 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await ask('POST', { 'sec-fetch-site': 'same-origin' }), 400);
  assert.equal(await ask('GET', { origin: 'http://elsewhere.example' }), 403);
  assert.equal(await ask('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }), 403);
  assert.equal(await ask('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }), 405);
});

test('whom a proxy on this machine asks for is not at this machine', async () => {
  assert.equal((await own.ask('GET', '/session')).json.login, 'none');
  for (const name of ['forwarded', 'x-forwarded-for', 'via']) {
    assert.equal((await own.ask('GET', '/session', undefined, { [name]: '203.0.113.7' })).json.login, 'needed');
    assert.equal((await own.ask('GET', '/instruments', undefined, { [name]: '203.0.113.7' })).status, 401);
  }
});

test('an answer in pieces of which nothing is taken any more is given up', async (t) => {
  // Its clock stands still: there is nothing that could be taken.
  const still = await testServer({ clock: new FakeClock(), limits: { pieceTime: 100 } });
  t.after(() => still[Symbol.asyncDispose]());
  const response = await fetch(`${still.origin}/api/v1/live`);
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
});

test('an error that nobody has foreseen is a problem too, and in the log with its place', async (t) => {
  const told: object[] = [];
  const logger = { debug() {}, info() {}, warn() {}, error: (facts: object) => void told.push(facts) };
  const broken = await testServer({ logger });
  t.after(() => broken[Symbol.asyncDispose]());
  const bad = (): Promise<never> => Promise.reject(new TypeError('x is not a function'));
  const service = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : bad) });
  broken.bus.offer('instrument', 'ctd', service as never);
  const { status, json } = await broken.ask('GET', '/instruments/ctd');
  assert.equal(status, 500);
  assert.equal(json.code, 'internal');
  assert.match(JSON.stringify(told), /x is not a function.*refusals\.test\.ts/);
});
