import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { parseListen } from '../config/server-schema.ts';
import { ConfigError } from '../kit/errors.ts';
import { isOpen } from './listen.ts';
import { testServer } from './test-server.ts';

/** A port that somebody else has. */
async function takenPort(t: TestContext): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const address = other.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

test('a port that is wanted and taken is an error that says what to do', async (t) => {
  const port = await takenPort(t);
  await assert.rejects(
    testServer({ server: { listen: `127.0.0.1:${port}` } }),
    (error) =>
      error instanceof ConfigError && new RegExp(`server.listen: 127.0.0.1:${port} is taken`).test(error.message),
  );
});

test('a certificate that cannot be read is an error that names it', async () => {
  await assert.rejects(
    testServer({ server: { listen: '127.0.0.1:0', tls: { cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' } } }),
    (error) => error instanceof ConfigError && error.issues.length === 2 && /server.tls.cert/.test(error.message),
  );
});

test('with a certificate it speaks TLS, and a session goes by that only', async (t) => {
  if (!needs('openssl', t)) return;
  const folder = await mkdtemp(join(tmpdir(), 'sonde-tls-'));
  t.after(() => rm(folder, { recursive: true }));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  assert.equal(made.status, 0, String(made.stderr));
  const own = await testServer({
    server: { listen: '127.0.0.1:0', tls: { cert, key } },
    limits: { headersTime: 500 },
    isOpen: true,
  });
  t.after(() => own[Symbol.asyncDispose]());
  assert.match(own.origin, /^https:/);
  const login = { name: 'admin', password: own.access.first?.password };
  const asking = secureRequest(`${own.origin}/api/v1/session`, {
    method: 'POST',
    ca: await readFile(cert),
    headers: { 'content-type': 'application/json' },
  }).end(JSON.stringify(login));
  const response: IncomingMessage = (await once(asking, 'response'))[0];
  response.resume();
  assert.equal(response.statusCode, 200);
  assert.match(String(response.headers['set-cookie']), /; Secure/);
  // Neither a beginning of TLS nor nothing keeps a connection.
  for (const bytes of ['\x16\x03\x01\x02\x00', '']) {
    const socket = connect(Number(new URL(own.origin).port), '127.0.0.1').resume();
    socket.on('error', () => {}); // it is cut
    socket.write(bytes);
    await once(socket, 'close');
  }
  await assert.rejects(
    testServer({ server: { listen: '127.0.0.1:0', tls: { cert: key, key } } }),
    (error) => error instanceof ConfigError && /no certificate with its key/.test(error.message),
  );
});

test('whoever comes by the socket of the user is believed, and nobody else reads it', async (t) => {
  const own = await testServer({ server: false });
  t.after(() => own[Symbol.asyncDispose]());
  assert.deepEqual(own.server.addresses, []);
  assert.equal((await stat(own.socket)).mode & 0o777, 0o600);
  const ask = (headers: Readonly<Record<string, string>>): Promise<object> =>
    new Promise((resolve, reject) => {
      request({ socketPath: own.socket, path: '/api/v1/session', headers }, async (response) => {
        resolve(JSON.parse(Buffer.concat(await response.toArray()).toString()));
      })
        .once('error', reject)
        .end();
    });
  assert.deepEqual(await ask({ 'x-sonde-asker': 'anna@ship sonde get' }), {
    name: 'anna@ship sonde get',
    role: 'admin',
    login: 'none',
  });
});

test('over the network nobody is believed because of what they say', async (t) => {
  const own = await testServer({ isOpen: true });
  t.after(() => own[Symbol.asyncDispose]());
  const { json } = await own.ask('GET', '/session', undefined, { 'x-sonde-asker': 'anna@ship sonde get' });
  assert.equal(json.login, 'needed');
});

test('only so many connections come from one address', async (t) => {
  const own = await testServer({ limits: { connectionsOfAddress: 2 } });
  t.after(() => own[Symbol.asyncDispose]());
  const { port } = new URL(own.origin);
  const open = async () => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const kept = [await open(), await open()];
  const third = await open();
  await once(third, 'close');
  assert.equal(own.server.traffic.connectionsRefused, 1);
  for (const socket of kept) socket.destroy();
});

test('an address is a name or numbers with a port, and only the machine itself is not open', () => {
  assert.deepEqual(parseListen('[::1]:8100'), { host: '::1', port: 8100 });
  assert.deepEqual(parseListen('0.0.0.0:80'), { host: '0.0.0.0', port: 80 });
  for (const wrong of ['8100', ':8100', '127.0.0.1', '127.0.0.1:70000', '::1:8100', 'http://a:1'])
    assert.throws(() => parseListen(wrong), wrong);
  assert.deepEqual(['127.0.0.1', 'localhost', '::1', '127.1.2.3'].map(isOpen), [false, false, false, false]);
  assert.deepEqual(
    ['0.0.0.0', '::', '10.0.0.1', 'localhost.example', '127.0.0.1.example'].map(isOpen),
    Array(5).fill(true),
  );
});
