import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { localBus } from '../bus/local-bus.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { signedHeaders } from './sign.ts';
import { startPublishing } from './start-publishing.ts';
import { alertOf, configWith, notesOf, TIME } from './test-messages.ts';
import { Receiver } from './test-receiver.ts';

/** Longer than the first pause before something is tried again. */
const PAUSE = 1500;

async function programWith(webhooks: readonly object[]) {
  const bus = localBus();
  const notes = notesOf(bus);
  const clock = new FakeClock(TIME);
  const publishing = await startPublishing({ bus, clock, logger: silentLogger, config: configWith({ webhooks }) });
  return { bus, notes, clock, [Symbol.asyncDispose]: () => publishing[Symbol.asyncDispose]() };
}

const typeOf = ({ body }: { readonly body: string }): string => JSON.parse(body).type;
const told = { by: 'ada', at: TIME };

test('a message is signed as Standard Webhooks has it', () => {
  // The specification's example; the signature is that of `openssl dgst -sha256 -mac HMAC` too.
  const headers = signedHeaders(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1614265330,
    '{"test": 2432232314}',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  );
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('what becomes of an alert is posted, each once', async () => {
  await using receiver = await Receiver.start();
  await using program = await programWith([{ url: receiver.url }]);
  const tell = (changes: object): void => program.bus.publish('alert', alertOf(changes));
  tell({ level: 'warning' });
  tell({ level: 'warning', count: 2 });
  tell({});
  tell({ acknowledged: told });
  tell({ acknowledged: told, comments: [{ ...told, comment: 'x' }] });
  tell({ acknowledged: told, active: false });
  await receiver.until(4);
  assert.deepEqual(receiver.received.map(typeOf), [
    'alert.raised',
    'alert.raised',
    'alert.acknowledged',
    'alert.returned',
  ]);
  const [first] = receiver.received;
  assert.deepEqual(JSON.parse(first?.body ?? ''), {
    type: 'alert.raised',
    timestamp: TIME,
    data: { site: 'rv', alert: alertOf({ level: 'warning' }) },
  });
  assert.equal(first?.headers['content-type'], 'application/json');
  assert.equal(first?.headers['webhook-timestamp'], '1767225600');
  assert.equal(first?.headers['webhook-signature'], undefined);
});

test('only what is wanted is posted: by level and instrument, and not what is shelved', async () => {
  await using receiver = await Receiver.start();
  await using program = await programWith([{ url: receiver.url, levels: ['alarm'], instruments: ['ctd'] }]);
  const { bus } = program;
  bus.publish('alert', alertOf({ id: 'w', level: 'warning' }));
  bus.publish('alert', alertOf({ id: 'o', instrument: 'other' }));
  bus.publish('alert', alertOf({ id: 'a' }));
  bus.publish('alert', alertOf({ id: 'a', level: 'warning' }));
  bus.publish('alert', alertOf({ id: 's' }));
  bus.publish('alert', alertOf({ id: 's', shelved: { ...told, until: '2026-01-02T00:00:00.000Z' } }));
  bus.publish('alert', alertOf({ id: 's', active: false, shelved: { ...told, until: '2026-01-02T00:00:00.000Z' } }));
  bus.publish('alert', alertOf({ id: 'last' }));
  await receiver.until(5);
  assert.deepEqual(
    receiver.received.map(({ body }) => `${JSON.parse(body).data.alert.id} ${JSON.parse(body).type}`),
    ['a alert.raised', 'a alert.lowered', 's alert.raised', 's alert.shelved', 'last alert.raised'],
  );
});

test('an address that fails is tried again with the same id, told once, and gets the rest in order', async () => {
  await using receiver = await Receiver.start();
  const folder = await mkdtemp(join(tmpdir(), 'sonde-hook-'));
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  await writeFile(join(folder, 'secret'), 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n', { mode: 0o600 });
  await using program = await programWith([{ url: receiver.url, secret_file: join(folder, 'secret') }]);
  const { bus, clock, notes } = program;
  receiver.answer = (response) => response.writeHead(503).end('later');
  bus.publish('alert', alertOf());
  bus.publish('alert', alertOf({ active: false }));
  const failing = await notes.until('output_failing');
  assert.match(JSON.stringify(failing.details), /webhook 1 127\.0\.0\.1:\d+.*503 Service Unavailable/);
  // The second attempt hangs.
  receiver.answer = () => {};
  await clock.advance(PAUSE);
  await receiver.until(2);
  receiver.answer = (response) => response.writeHead(200).end('thanks');
  await clock.advance(10_000);
  await clock.advance(2 * PAUSE);
  await receiver.until(4);
  await notes.until('output_working');
  assert.deepEqual(receiver.received.map(typeOf), ['alert.raised', 'alert.raised', 'alert.raised', 'alert.returned']);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  assert.equal(new Set(ids.slice(0, 3)).size, 1);
  assert.notEqual(ids[3], ids[0]);
  assert.deepEqual(
    notes.notes.map(({ type }) => type),
    ['output_failing', 'output_working'],
  );
  const last = receiver.received.at(-1);
  const at = Number(last?.headers['webhook-timestamp']);
  const expected = signedHeaders(String(ids[3]), at, last?.body ?? '', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  assert.equal(last?.headers['webhook-signature'], expected['webhook-signature']);
});

test('what is refused for good is told and not tried again; a redirection is not followed', async () => {
  await using receiver = await Receiver.start();
  await using program = await programWith([{ url: receiver.url }]);
  receiver.answer = (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
  program.bus.publish('alert', alertOf());
  const failing = await program.notes.until('output_failing');
  assert.match(JSON.stringify(failing.details), /302 Found/);
  receiver.answer = (response) => response.writeHead(204).end();
  program.bus.publish('alert', alertOf({ active: false }));
  await program.notes.until('output_working');
  assert.deepEqual(receiver.received.map(typeOf), ['alert.raised', 'alert.returned']);
});

test('a hundred messages wait for an address; more are dropped, the oldest first, and counted', async () => {
  await using receiver = await Receiver.start();
  await using program = await programWith([{ url: receiver.url }]);
  receiver.answer = (response) => response.writeHead(500).end();
  program.bus.publish('alert', alertOf({ id: 'first' }));
  await program.notes.until('output_failing');
  for (let i = 0; i < 150; i++) program.bus.publish('alert', alertOf({ id: `more ${i}` }));
  receiver.answer = (response) => response.writeHead(204).end();
  await program.clock.advance(PAUSE);
  const working = await program.notes.until('output_working');
  assert.equal('dropped' in working.details && working.details.dropped, 51);
  await receiver.until(101);
  assert.equal(JSON.parse(receiver.received.at(-1)?.body ?? '').data.alert.id, 'more 149');
});

test('what is known before the program begins is not raised anew', async () => {
  await using receiver = await Receiver.start();
  const bus = localBus();
  const clock = new FakeClock(TIME);
  const known = alertOf();
  using _ = bus.offer('alerts', '', {
    list: async () => [known],
    rules: async () => [],
    answer: async () => known,
  });
  const config = configWith({ webhooks: [{ url: receiver.url }] });
  const publishing = await startPublishing({ bus, clock, logger: silentLogger, config });
  bus.publish('alert', alertOf({ acknowledged: told }));
  await receiver.until(1);
  assert.deepEqual(receiver.received.map(typeOf), ['alert.acknowledged']);
  await publishing[Symbol.asyncDispose]();
});

test('a program ends though an address hangs', async () => {
  await using receiver = await Receiver.start();
  const program = await programWith([{ url: receiver.url }]);
  receiver.answer = () => {};
  program.bus.publish('alert', alertOf());
  await receiver.until(1);
  await program[Symbol.asyncDispose]();
  assert.equal(program.clock.pending, 0);
});
