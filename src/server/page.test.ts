import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { testServer } from './test-server.ts';

const SCRIPT = 'console.log("a page")';
let folder: string;
let own: Awaited<ReturnType<typeof testServer>>;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sonde-page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Sonde</title>');
  await writeFile(join(folder, 'assets', 'page-3f2a.js'), SCRIPT);
  await writeFile(join(folder, 'assets', 'page-3f2a.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(folder, 'assets', 'page-3f2a.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(folder, '.secret'), 'no');
  own = await testServer({ page: folder });
});
after(async () => {
  await own[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${own.origin}${path}`, { headers: { accept: 'text/html', ...headers } });

test('the page is served at / and at every address of its own', async () => {
  for (const path of ['/', '/i/ctd', '/alerts', '/i/ctd/transcript?at=2026-11-22']) {
    const response = await get(path);
    assert.equal(response.status, 200, path);
    assert.match(await response.text(), /<title>Sonde/);
    assert.equal(response.headers.get('cache-control'), 'no-cache');
  }
});

test('what belongs to others than the page is not mistaken for it', async () => {
  for (const path of ['/api/v1/nothing', '/api', '/assets/gone-1234.js', '/docs/nothing', '/instrument/nothing'])
    assert.equal((await get(path)).status, 404, path);
  assert.equal((await fetch(`${own.origin}/alerts`, { method: 'POST' })).status, 404);
  assert.equal((await get('/missing.json', { accept: 'application/json' })).status, 404);
});

test('files that are hashed never change, and come as small as they are there', async () => {
  const response = await get('/assets/page-3f2a.js', { 'accept-encoding': 'br' });
  assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(response.headers.get('content-encoding'), 'br');
  assert.match(response.headers.get('content-type') ?? '', /javascript/);
  assert.equal(await response.text(), SCRIPT);
});

test('nothing outside the folder is served, nor what is hidden', async () => {
  // As no browser would write it.
  const ask = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(own.origin);
      request({ port, path, headers: { accept: 'application/json' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
  for (const path of [
    '/../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%2f..%2fetc%2fpasswd',
    '/.secret',
    '/%00',
  ])
    assert.ok([400, 403, 404].includes((await ask(path)) ?? 0), path);
});

test('every answer says what a browser may do with it', async () => {
  for (const path of ['/', '/api/v1/', '/docs', '/api/v1/nothing']) {
    const { headers } = await get(path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'.*frame-ancestors 'none'/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
  }
});

test('what is long comes compressed where that is understood', async () => {
  const small = await get('/api/v1/openapi.json', { 'accept-encoding': 'gzip' });
  assert.equal(small.headers.get('content-encoding'), 'gzip');
  assert.equal(JSON.parse(await small.text()).openapi, '3.1.0');
  const plain = await get('/api/v1/openapi.json', { 'accept-encoding': 'gzip;q=0' });
  assert.equal(plain.headers.get('content-encoding'), null);
});
