import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isRecord } from '../../kit/records.ts';
import { PROBLEM_CODES } from '../../model/api/problem.ts';
import { testServer } from '../test-server.ts';
import { exampleOf } from './curl.ts';
import type { OpenApi, Operation } from './document.ts';
import { typeText } from './type-text.ts';

let own: Awaited<ReturnType<typeof testServer>>;
let api: OpenApi;
before(async () => {
  own = await testServer();
  api = (await own.ask('GET', '/openapi.json')).json;
});
after(() => own[Symbol.asyncDispose]());

const operations = (): [string, string, Operation][] =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [path, method, operation]),
  );

/** Every value below, with how it is reached. */
function* below(value: unknown, place = '#'): Generator<[string, Readonly<Record<string, unknown>>]> {
  if (isRecord(value)) yield [place, value];
  if (typeof value === 'object' && value !== null)
    for (const [key, own] of Object.entries(value)) yield* below(own, `${place}/${key}`);
}

test('it is OpenAPI 3.1: what that wants of a document is there', () => {
  assert.equal(api.openapi, '3.1.0');
  assert.ok(isRecord(api.info) && api.info.title && api.info.version);
  const tags = new Set(api.tags.map(({ name }) => name));
  const ids = operations().map(([, , { operationId }]) => operationId);
  assert.deepEqual(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
    'each operation has a name of its own',
  );
  for (const [path, method, { tags: own, responses, requestBody }] of operations()) {
    assert.match(path, /^\//);
    assert.ok(['get', 'put', 'post', 'patch', 'delete'].includes(method));
    assert.ok(own.every((tag) => tags.has(tag)));
    assert.ok(Object.keys(responses).every((status) => /^(default|[1-5]\d\d)$/.test(status)));
    assert.ok(Object.values(responses).every(({ description }) => description !== ''));
    if (method === 'get') assert.equal(requestBody, undefined, `${path}: GET has no body`);
  }
});

test('every reference leads somewhere, and none to another document', () => {
  for (const [place, { $ref }] of below(api)) {
    if ($ref === undefined) continue;
    assert.match(String($ref), /^#\/components\/schemas\/\w+$/, place);
    assert.ok(Object.hasOwn(api.components.schemas, String($ref).split('/').at(-1) ?? ''), `${place} → ${$ref}`);
  }
});

test('every part of an address is described, and nothing else is', () => {
  for (const [path, method, { parameters }] of operations()) {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = parameters.filter((one) => one.in === 'path');
    assert.deepEqual(described.map(({ name }) => name).sort(), parts.sort(), `${method} ${path}`);
    for (const { name, description, required } of parameters) {
      assert.notEqual(description, '', `${method} ${path}: ${name} is not described`);
      if (described.some((one) => one.name === name)) assert.ok(required);
    }
  }
});

test('what may be left out is not said to be needed', () => {
  const live = api.paths['/live']?.get?.parameters ?? [];
  assert.deepEqual(
    live.map(({ required }) => required),
    [false, false, false],
  );
  const parameters = api.paths['/instruments/{id}/parameters'];
  assert.equal(parameters?.patch?.requestBody?.required, true);
  assert.equal(api.paths['/instruments/{id}/discover']?.post?.requestBody?.required, false);
});

test('an endpoint says which problems it answers with, from its role, its body and the lock', () => {
  const { responses } = api.paths['/instruments/{id}/commands/{command}']?.post ?? {};
  for (const status of ['400', '401', '403', '404', '409', '413', '415', '423', '503', '504'])
    assert.ok(responses?.[status], `${status} is not said`);
  assert.equal(api.paths['/session']?.get?.responses['401'], undefined);
});

test('the page to be read has every endpoint and every code of a problem, and asks nobody else for anything', async () => {
  const response = await fetch(`${own.origin}/docs`);
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  const html = await response.text();
  for (const [, , { operationId }] of operations())
    assert.ok(html.includes(`<article id="${operationId}">`), operationId);
  for (const code of Object.keys(PROBLEM_CODES)) assert.ok(html.includes(`<tr id="problem-${code}">`));
  assert.doesNotMatch(html, /<script|<link|src=|@import|url\(/);
  for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) assert.ok(html.includes(`id="${anchor}"`), `#${anchor}`);
});

test('a type is written as people read it', () => {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'string' },
      level: { type: 'string', enum: ['warning', 'alarm'] },
      of: { type: 'array', items: { $ref: '#/components/schemas/Lock' } },
      wait: { type: 'number', minimum: 0, maximum: 600, default: 0, description: 's' },
    },
    required: ['id', 'of'],
  };
  assert.equal(
    typeText(schema),
    '{\n  id: string\n  level?: "warning" | "alarm"\n  of: →Lock[]\n  wait?: number (0..600)  // s; 0 unless given\n}',
  );
  assert.deepEqual(
    exampleOf({ type: 'object', properties: { a: { type: 'integer', minimum: 3 } }, required: ['a'] }, api),
    {
      a: 3,
    },
  );
});
