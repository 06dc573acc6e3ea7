import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { startAlerts } from '../alerts/start-alerts.ts';
import { systemClock } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import { silentLogger } from '../kit/logger.ts';
import { isRecord } from '../kit/records.ts';
import { startMissions } from '../missions/start-missions.ts';
import { PROBLEM_CODES, problem } from '../model/api/problem.ts';
import type { JsonSchema } from '../model/metadata.ts';
import { testServer } from './test-server.ts';

/** The same every time. */
const SEED = 20_261_123;
/** Requests to each endpoint. */
const RUNS = 16;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: JsonSchema;
}
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  readonly statuses: readonly string[];
}

let scene: Awaited<ReturnType<typeof testServer>>;
let operations: readonly Operation[] = [];
const stack = new AsyncDisposableStack();

before(async () => {
  scene = await testServer({
    instruments: { probe: 'nortek.vector' },
  });
  stack.use(scene);
  const { bus, database, config } = scene;
  const common = { bus, database, config, clock: systemClock, logger: silentLogger };
  stack.use(await startAlerts({ ...common, data: config.data }));
  stack.use(await startMissions(common));
  const { json } = await scene.ask('GET', '/openapi.json');
  operations = Object.entries<Record<string, unknown>>(json.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      isRecord(operation) ? [toOperation(method, path, operation)] : [],
    ),
  );
});
after(() => stack.disposeAsync());

function toOperation(method: string, path: string, operation: Readonly<Record<string, unknown>>): Operation {
  const { parameters = [], requestBody, responses } = operation;
  const content =
    isRecord(requestBody) && isRecord(requestBody.content) ? requestBody.content['application/json'] : undefined;
  return {
    method: method.toUpperCase(),
    path,
    parameters: (parameters as Parameter[]).filter((one) => one.in === 'path' || one.in === 'query'),
    body: isRecord(content) && isRecord(content.schema) ? content.schema : undefined,
    statuses: Object.keys(isRecord(responses) ? responses : {}),
  };
}

/** What nobody should send, and somebody does. */
const NASTY = [
  '',
  ' ',
  '\0',
  'a\0b',
  '..',
  '../../etc/passwd',
  '..%2f..%2fsonde.db',
  '%00',
  '%',
  '%ff%fe',
  "'; DROP TABLE users; --",
  '{{7*7}}',
  '<script>alert(1)</script>',
  'a'.repeat(250),
  '-1',
  '0',
  '1e309',
  '9'.repeat(40),
  'NaN',
  'true',
  'null',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  '2026-13-45',
  '9999-12-31:999999999999999',
  '2026-11-22:1',
  '0000-01-01T00:00:00Z',
  '\u202eevil',
  '😀',
] as const;

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const nested = fc.integer({ min: 2, max: 80 }).map((depth) => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
});
const anything = fc.oneof(text, nested, fc.jsonValue(), fc.constantFrom(1e308, -0, 2 ** 53, null, true, [], {}));

/** Sometimes what the document says, mostly something else. */
function near(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { type, enum: choices, properties, examples, example, default: usual } = schema;
  const good = [
    ...(Array.isArray(choices) ? choices : []),
    ...(Array.isArray(examples) ? examples : []),
    example,
    usual,
  ];
  const known = good.filter((one) => one !== undefined);
  const likely = known.length > 0 ? [fc.constantFrom(...known)] : [];
  if (isRecord(properties)) {
    const members = Object.entries(properties).map(([name, own]) => [name, near(isRecord(own) ? own : {})]);
    const object = fc.record(Object.fromEntries(members), { requiredKeys: [] });
    return fc.oneof(
      object,
      fc.tuple(object, text, anything).map(([own, name, value]) => ({ ...own, [name]: value })),
      anything,
    );
  }
  // What waits is not to wait for long here.
  if (type === 'integer' || type === 'number')
    return fc.oneof(...likely, fc.constantFrom(-1, 0, 0.5, 1, 1e12, -1e308, '7x', 'NaN', '', null), anything);
  return fc.oneof(...likely, anything);
}

const queryText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** A request to an operation: which parts of it are wrong is left to chance. */
function requestTo({ path, parameters, body }: Operation) {
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const partOf = ({ name }: Parameter) =>
    fc.oneof(
      fc.constantFrom(...({ id: ['probe'], stream: ['velocity'], kind: ['nortek.vector'] }[name] ?? ['x'])),
      text,
    );
  return fc.record({
    url: fc
      .record(Object.fromEntries(inPath.map((one) => [one.name, partOf(one)])))
      .map((values: Record<string, string>) =>
        path.replace(
          /\{(\w+)\}/g,
          (_, name: string) => encodeURIComponent(String(values[name]).toWellFormed()) || '%20',
        ),
      ),
    query: fc
      .record(Object.fromEntries(inQuery.map((one) => [one.name, near(one.schema)])), { requiredKeys: [] })
      .chain((own) =>
        fc.oneof(
          fc.constant(own),
          text.map((name) => ({ ...own, [name]: 'x' })),
        ),
      ),
    body: body === undefined ? fc.constant(undefined) : near(body),
  });
}

/** Whether an answer is what the document says there may be. */
async function check(operation: Operation, response: Response, where: string): Promise<void> {
  const { status } = response;
  assert.notEqual(status, 500, `${where}: ${await response.clone().text()}`);
  // Parts of an address that are empty or hold a slash lead to another address.
  assert.ok(
    operation.statuses.includes(String(status)) || status === 404 || status === 405,
    `${where}: ${status} is not documented`,
  );
  if (status < 400) return void (await response.body?.cancel());
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/, where);
  const told = problem.parse(await response.json());
  assert.equal(told.status, status, where);
  assert.equal(Object.entries(PROBLEM_CODES).find(([code]) => code === told.code)?.[1].status, status, where);
}

test('whatever is asked of an endpoint, the answer is one that the OpenAPI document knows, and never 500', async () => {
  assert.ok(operations.length > 40);
  const wrong: string[] = [];
  for (const [index, operation] of operations.entries()) {
    const requests = fc.sample(requestTo(operation), { numRuns: RUNS, seed: SEED + index });
    for (const { url, query, body } of requests) {
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [
          name.toWellFormed(),
          queryText(value).toWellFormed(),
        ]),
      );
      const where = `${operation.method} ${url}?${search} ${JSON.stringify(body)?.slice(0, 300)}`;
      // Nobody stays in what goes on for ever, or waits long for what takes its time.
      const enough = AbortSignal.timeout(400);
      try {
        const response = await fetch(`${scene.origin}${url.startsWith('/api') ? '' : '/api/v1'}${url}?${search}`, {
          method: operation.method,
          signal: enough,
          ...(operation.method !== 'GET' && body !== undefined && { body: JSON.stringify(body) }),
          headers: { 'content-type': 'application/json' },
        });
        await check(operation, response, where);
      } catch (error) {
        if (!enough.aborted) wrong.push(describeError(error));
      }
    }
  }
  assert.deepEqual([...new Set(wrong)], []);
  assert.equal((await scene.ask('GET', '/')).status, 200);
});

test("whatever a script sends to OOI's paths, it gets an answer", async () => {
  const paths = [
    '',
    '/state',
    '/resource',
    '/execute',
    '/lock',
    '/unlock',
    '/sniff',
    '/discover',
    '/set_log_level',
    '/portagent',
  ];
  const request = fc.record({
    id: fc.oneof(fc.constant('probe'), text),
    path: fc.constantFrom(...paths),
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    form: fc.dictionary(
      fc.oneof(fc.constantFrom('key', 'timeout', 'resource', 'command', 'kwargs', 'config', 'level'), text),
      fc.oneof(
        text,
        anything.map(queryText),
        fc.constantFrom('DRIVER_EVENT_ACQUIRE_STATUS', '{"timeout": 1}', '_base64:!!'),
      ),
      { maxKeys: 4 },
    ),
    isQuery: fc.boolean(),
  });
  for (const { id, path, method, form, isQuery } of fc.sample(request, { numRuns: 300, seed: SEED })) {
    // What takes its time is not waited for.
    const all = Object.entries({ ...form, timeout: '50' }).map(([name, value]): [string, string] => [
      name.toWellFormed(),
      value.toWellFormed(),
    ]);
    const given = new URLSearchParams(all);
    const isInQuery = isQuery || method === 'GET';
    const where = `${method} ${id}${path} ${given}`;
    const response = await fetch(
      `${scene.origin}/instrument/api/${encodeURIComponent(id.toWellFormed()) || '%20'}${path}${isInQuery ? `?${given}` : ''}`,
      { method, body: isInQuery ? null : given },
    );
    assert.ok(response.status < 500, `${where}: ${response.status} ${await response.clone().text()}`);
    await response.body?.cancel();
  }
});

/** What comes back over a raw connection until the other side ends it; `undefined` where that takes longer than it may. */
const raw = (origin: string, send: Uint8Array | string, most = 8000): Promise<string | undefined> =>
  new Promise((resolve) => {
    const { port } = new URL(origin);
    const socket = connect(Number(port), '127.0.0.1');
    let got = '';
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(undefined);
    }, most);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(got);
    });
    socket.write(send);
  });

test('a connection over which no whole request comes is ended in time, however it begins', async (t) => {
  const hurried = await testServer({ limits: { headersTime: 400, requestTime: 800 } });
  t.after(() => hurried[Symbol.asyncDispose]());
  const halves = [
    '',
    'G',
    'GET / HTTP/1.1\r\n',
    'GET /api/v1 HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ',
    'POST /api/v1/session HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"na',
  ];
  const all = await Promise.all(halves.map((half) => raw(hurried.origin, half)));
  for (const [i, got] of all.entries()) assert.notEqual(got, undefined, `'${halves[i]}' is still waited for`);
});

test('bytes that are nearly HTTP are answered or hung up on, and the server goes on', async (t) => {
  const hurried = await testServer({ limits: { headersTime: 400, requestTime: 800 } });
  t.after(() => hurried[Symbol.asyncDispose]());
  const good = Buffer.from(
    'POST /api/v1/instruments/probe/commands/x HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{"args": {}}',
  );
  const damaged = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(good);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
  const noise = fc.uint8Array({ minLength: 1, maxLength: 400 });
  const sent = fc.sample(fc.oneof(damaged, damaged, noise), { numRuns: 150, seed: SEED });
  const answers = await Promise.all(sent.map((bytes) => raw(hurried.origin, bytes)));
  for (const [i, answer] of answers.entries()) {
    const shown = Buffer.from(sent[i]!).toString('latin1');
    assert.notEqual(answer, undefined, `nothing came of ${JSON.stringify(shown)}`);
    assert.ok(answer === '' || answer?.startsWith('HTTP/1.1 '), answer);
    assert.doesNotMatch(answer ?? '', /^HTTP\/1\.1 500/, shown);
  }
  assert.equal((await hurried.ask('GET', '/')).status, 200);
});
