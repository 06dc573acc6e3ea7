import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createGunzip } from 'node:zlib';
import type { Bus } from '../../bus/bus.ts';
import { localBus } from '../../bus/local-bus.ts';
import { parseServerEvents, type ServerEvent } from '../../client/server-events.ts';
import { TooManyError } from '../../kit/errors.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import { fromIso } from '../../kit/time.ts';
import type { InstrumentSummary } from '../../model/api/instrument.ts';
import type { Sample } from '../../model/sample.ts';
import { LIMITS } from '../limits.ts';
import { type TestServerOptions, testServer } from '../test-server.ts';
import { Traffic } from '../traffic.ts';
import { LiveFeed } from './live-feed.ts';

const TURN = 200;

/** A server without instruments: the test tells what happens, and turns the clock. */
async function scene(t: TestContext, options: TestServerOptions = {}) {
  const clock = new FakeClock();
  const own = await testServer({ clock, ...options });
  t.after(() => own[Symbol.asyncDispose]());
  return { ...own, clock };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** Listens as a browser does. */
async function listen({ origin }: Scene, path = '/live', headers: Readonly<Record<string, string>> = {}) {
  const stop = new AbortController();
  const response = await fetch(`${origin}/api/v1${path}`, { headers, signal: stop.signal });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.ok(response.body);
  const events = parseServerEvents(response.body.pipeThrough(new TextDecoderStream()));
  return {
    /** The next that is no beat. */
    async next(): Promise<ServerEvent> {
      for (;;) {
        const { value, done } = await events.next();
        assert.ok(!done, 'it has ended');
        if (value.event !== 'beat') return value;
      }
    },
    beat: async (): Promise<ServerEvent> => (await events.next()).value,
    stop: () => stop.abort(),
  };
}

const lockOf = (instrument: string, reason = 'a test') => ({
  instrument,
  lock: {
    instrument,
    holder: 'anna',
    role: 'operator' as const,
    reason,
    since: '2026-01-01T00:00:00.000Z',
    expires: '2026-01-01T00:05:00.000Z',
  },
});

const sample = (second: number): Sample => ({
  instrument: 'ctd',
  stream: 'ctd',
  time: fromIso('2026-01-01T00:00:00Z') + BigInt(second) * 1_000_000_000n,
  times: { driver: 0n },
  quality: 'ok',
  values: { temp: second, raw: Uint8Array.of(1, 2, 3) },
});

const summary = (more: Partial<InstrumentSummary> = {}): InstrumentSummary => ({
  id: 'ctd',
  name: 'CTD',
  kind: 'test.ctd',
  model: 'CTD',
  state: 'command',
  state_since: '2026-01-01T00:00:00.000Z',
  late: false,
  values: [],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
  ...more,
});

test('a beat comes at once, and every second while nothing else does', async (t) => {
  const own = await scene(t);
  const live = await listen(own);
  const first = await live.beat();
  assert.equal(first.event, 'beat');
  assert.deepEqual(JSON.parse(first.data), { time: '2026-01-01T00:00:00.000Z' });
  await own.clock.advance(1000);
  assert.deepEqual(JSON.parse((await live.beat()).data), { time: '2026-01-01T00:00:01.000Z' });
  live.stop();
});

test('of a summary only what changed is told, and what is gone', async (t) => {
  const own = await scene(t);
  const live = await listen(own, '/live?topics=summary');
  own.bus.publish('summary', summary({ problem: 'asleep' }));
  own.bus.publish('summary', summary({ problem: 'asleep', state: 'autosample' }));
  own.bus.publish('summary', summary({ state: 'autosample' }));
  own.bus.publish('summary', summary({ state: 'autosample' }));
  own.bus.publish('summary', summary({ state: 'autosample', late: true }));
  await own.clock.advance(TURN);
  assert.equal(JSON.parse((await live.next()).data).problem, 'asleep');
  assert.deepEqual(JSON.parse((await live.next()).data), { id: 'ctd', state: 'autosample' });
  assert.deepEqual(JSON.parse((await live.next()).data), { id: 'ctd', gone: ['problem'] });
  assert.deepEqual(JSON.parse((await live.next()).data), { id: 'ctd', late: true });
  live.stop();
});

test('samples of a stream that come together are told together', async (t) => {
  const own = await scene(t);
  const live = await listen(own, '/live?topics=samples');
  own.bus.publish('samples', { instrument: 'ctd', samples: [sample(1)] });
  own.bus.publish('samples', { instrument: 'ctd', samples: [sample(2), sample(3)] });
  await own.clock.advance(TURN);
  const { instrument, stream, samples } = JSON.parse((await live.next()).data);
  assert.deepEqual({ instrument, stream }, { instrument: 'ctd', stream: 'ctd' });
  assert.deepEqual(samples[2], {
    time: '2026-01-01T00:00:03.000Z',
    quality: 'ok',
    values: { temp: 3, raw: 'AQID' },
  });
  assert.equal(samples.length, 3);
  live.stop();
});

test('of a flood the last samples are told, and how many are not', async (t) => {
  const own = await scene(t);
  const live = await listen(own, '/live?topics=samples');
  for (let i = 0; i < 50; i++) {
    own.bus.publish('samples', {
      instrument: 'ctd',
      samples: Array.from({ length: 21 }, (_, j) => sample(i * 21 + j)),
    });
  }
  await own.clock.advance(TURN);
  const { samples, skipped } = JSON.parse((await live.next()).data);
  assert.equal(samples.length + skipped, 50 * 21);
  assert.equal(samples.at(-1).values.temp, 50 * 21 - 1);
  assert.equal(samples.length, 100);
  live.stop();
});

test('only what is wanted is told: topics, and of which instruments', async (t) => {
  const own = await scene(t);
  const live = await listen(own, '/live?topics=lock:ctd,registry');
  own.bus.publish('lock', lockOf('adcp'));
  own.bus.publish('summary', summary());
  own.bus.publish('lock', lockOf('ctd'));
  own.bus.publish('registry', { instrument: 'adcp', change: 'added' });
  await own.clock.advance(TURN);
  assert.deepEqual(JSON.parse((await live.next()).data), lockOf('ctd'));
  assert.equal((await live.next()).event, 'registry');
  live.stop();
  const wrong = await own.ask('GET', '/live?topics=sample,lock');
  assert.equal(wrong.status, 400);
  assert.match(wrong.json.detail, /sample: no such topic; did you mean 'samples'/);
});

test('a token that is for some instruments hears of no others', async (t) => {
  const own = await scene(t);
  const token = own.access.tokens.add(
    { name: 'lab', role: 'viewer', instruments: ['ctd'] },
    { by: 'admin', user: 'user:admin', role: 'admin' },
  );
  const live = await listen(own, '/live', { authorization: `Bearer ${token.secret}` });
  own.bus.publish('lock', lockOf('adcp'));
  own.bus.publish('lock', lockOf('ctd'));
  await own.clock.advance(TURN);
  assert.deepEqual(JSON.parse((await live.next()).data), lockOf('ctd'));
  live.stop();
});

test('who comes back is told what they missed, each once; who comes too late is told so', async (t) => {
  const own = await scene(t, { limits: { liveMessages: 50 } });
  const first = await listen(own, '/live?topics=lock');
  const told: string[] = [];
  const tell = (from: number, to: number): void => {
    for (let i = from; i < to; i++) own.bus.publish('lock', lockOf('ctd', String(i)));
  };
  const hear = async (live: typeof first, many: number): Promise<string | undefined> => {
    let last: string | undefined;
    for (let i = 0; i < many; i++) {
      const { data, id } = await live.next();
      told.push(JSON.parse(data).lock.reason);
      last = id;
    }
    return last;
  };
  tell(0, 10);
  await own.clock.advance(TURN);
  const last = await hear(first, 10);
  first.stop();
  tell(10, 20);
  const second = await listen(own, '/live?topics=lock', { 'last-event-id': last ?? '' });
  tell(20, 25);
  await own.clock.advance(TURN);
  await hear(second, 15);
  assert.deepEqual(
    told,
    Array.from({ length: 25 }, (_, i) => String(i)),
  );
  second.stop();
  tell(25, 100);
  const third = await listen(own, `/live?topics=lock&last_event_id=${last}`);
  assert.equal((await third.next()).event, 'gap');
  third.stop();
  const other = await listen(own, '/live', { 'last-event-id': '00000000-3' });
  assert.equal((await other.next()).event, 'gap');
  other.stop();
});

test('what happened while nobody had listened for a minute is not known: a gap', async (t) => {
  const own = await scene(t);
  const first = await listen(own, '/live?topics=lock');
  const { id } = await first.beat();
  first.stop();
  while (own.server.traffic.liveClients > 0) await new Promise((resolve) => setImmediate(resolve));
  await own.clock.advance(61_000);
  const second = await listen(own, '/live?topics=lock', { 'last-event-id': id ?? '' });
  assert.equal((await second.next()).event, 'gap');
  second.stop();
});

test('where gzip is understood, each batch is readable at once', async (t) => {
  const own = await scene(t);
  const asking = request(`${own.origin}/api/v1/live?topics=lock`, { headers: { 'accept-encoding': 'gzip' } }).end();
  const response: IncomingMessage = (await once(asking, 'response'))[0];
  assert.equal(response.headers['content-encoding'], 'gzip');
  const body = response.pipe(createGunzip()).setEncoding('utf8');
  assert.match(String((await once(body, 'data'))[0]), /^retry: 1000\n\nid: .*\nevent: beat\n/);
  own.bus.publish('lock', lockOf('ctd'));
  const heard = once(body, 'data');
  await own.clock.advance(TURN);
  assert.match(String((await heard)[0]), /event: lock\ndata: \{"instrument":"ctd"/);
  asking.destroy();
});

test('a client that never reads is cut; what others are told is whole', async (t) => {
  const own = await scene(t, { limits: { liveBytes: 1 << 20, liveMessages: 1000 } });
  const slow = connect(Number(new URL(own.origin).port), '127.0.0.1');
  slow.on('error', () => {}); // it is cut
  slow.write('GET /api/v1/live?topics=lock HTTP/1.1\r\nhost: localhost\r\n\r\n');
  slow.pause();
  const quick = await listen(own, '/live?topics=lock');
  while (own.server.traffic.liveClients < 2) await new Promise((resolve) => setImmediate(resolve));
  const text = 'x'.repeat(10_000);
  let sent = 0;
  let heard = 0;
  // More than the machine's own buffers of a connection hold.
  while (own.server.traffic.liveCut === 0 && sent < 10_000) {
    for (let i = 0; i < 20; i++) own.bus.publish('lock', lockOf('ctd', `${sent++} ${text}`));
    await own.clock.advance(TURN);
    for (let i = 0; i < 20; i++) {
      const { lock } = JSON.parse((await quick.next()).data);
      assert.equal(lock.reason, `${heard++} ${text}`);
    }
  }
  assert.equal(own.server.traffic.liveCut, 1);
  assert.equal(own.server.traffic.liveClients, 1);
  quick.stop();
  slow.destroy();
});

test('a client that is gone without a word is cut when nothing was taken for a while', async () => {
  const clock = new FakeClock();
  const bus = localBus();
  const traffic = new Traffic();
  using feed = new LiveFeed({ bus, clock, traffic, limits: { ...LIMITS, liveBytes: 1 << 20 } });
  const stream = feed.join({ address: 'here', wants: () => true });
  await clock.advance(20_000);
  assert.equal(traffic.liveCut, 1);
  assert.equal(stream.destroyed, true);
});

test('what waits for one who does not read is bounded, for all of them together too', async () => {
  const clock = new FakeClock();
  const bus = localBus();
  using feed = new LiveFeed({ bus, clock, traffic: new Traffic(), limits: { ...LIMITS, liveBytes: 1 << 20 } });
  const streams = Array.from({ length: 20 }, () => feed.join({ address: 'here', wants: () => true }));
  for (let i = 0; i < 2000; i++) {
    bus.publish('lock', lockOf('ctd', 'x'.repeat(2000)));
    if (i % 50 === 0) await clock.advance(TURN);
    assert.ok(feed.kept <= 1 << 20);
    for (const stream of streams) assert.ok(stream.readableLength <= 300_000);
  }
  assert.ok(streams.every((stream) => stream.destroyed));
});

test('a thousand clients that come and go leave nothing behind', async () => {
  const clock = new FakeClock();
  let listeners = 0;
  const bus = localBus();
  const counting: Bus = {
    ...bus,
    subscribe(topic, listener) {
      listeners++;
      const leave = bus.subscribe(topic, listener);
      return () => {
        listeners--;
        leave();
      };
    },
  };
  using feed = new LiveFeed({ bus: counting, clock, traffic: new Traffic(), limits: LIMITS });
  for (let i = 0; i < 1000; i++) {
    const stream = feed.join({ address: 'here', wants: () => true });
    stream.destroy();
    await once(stream, 'close');
  }
  await clock.advance(61_000);
  assert.equal(listeners, 0);
  assert.equal(clock.pending, 0);
});

test('clients that go at any moment, over real sockets, are forgotten', async (t) => {
  const own = await scene(t);
  for (let i = 0; i < 200; i++) {
    const socket = connect(Number(new URL(own.origin).port), '127.0.0.1');
    socket.on('error', () => {}); // it goes before it is answered
    await once(socket, 'connect');
    socket.write('GET /api/v1/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
    if (i % 2 === 0) await once(socket, 'data');
    socket.destroy();
  }
  const last = await listen(own);
  await last.beat();
  while (own.server.traffic.liveClients > 1 || own.server.traffic.connections > 1)
    await new Promise((resolve) => setImmediate(resolve));
  last.stop();
});

test('only so many listen, and only so many from one address', async () => {
  const limits = { ...LIMITS, liveClients: 3, liveClientsOfAddress: 2 };
  using feed = new LiveFeed({ bus: localBus(), clock: new FakeClock(), traffic: new Traffic(), limits });
  const join = (address: string) => feed.join({ address, wants: () => true });
  join('a');
  join('a');
  assert.throws(() => join('a'), TooManyError);
  join('b');
  assert.throws(() => join('c'), TooManyError);
});

test('whose role or password was changed is not told anything more', async (t) => {
  const own = await scene(t);
  const admin = { by: 'admin', user: 'user:admin', role: 'admin' } as const;
  const token = own.access.tokens.add({ name: 'lab', role: 'viewer' }, admin);
  const live = await listen(own, '/live', { authorization: `Bearer ${token.secret}` });
  const stays = await listen(own, '/live?topics=lock');
  await live.beat();
  own.access.tokens.remove(token.id, 'admin');
  await assert.rejects(live.next());
  own.bus.publish('lock', lockOf('ctd'));
  await own.clock.advance(TURN);
  assert.equal((await stays.next()).event, 'lock');
  stays.stop();
});
