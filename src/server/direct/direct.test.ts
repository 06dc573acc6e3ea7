import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';
import { WebSocket } from 'ws';
import { directProtocols } from '../../model/api/direct-protocol.ts';
import type { DirectServerMessage } from '../../model/api/live.ts';
import { testServer } from '../test-server.ts';
import { until } from '../test-until.ts';

type Scene = Awaited<ReturnType<typeof testServer>>;

let own: Scene;
before(async () => {
  own = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
});
after(() => own[Symbol.asyncDispose]());
beforeEach(() => becomes(own, 'command'));

const becomes = ({ bus }: Pick<Scene, 'bus'>, state: string): Promise<void> =>
  until(
    bus,
    'summary',
    (summary) => summary.state === state,
    async () => (await bus.find('instrument', 'ctd')?.summary())?.state === state,
  );

/** A terminal as a browser has one. */
async function terminal(
  { origin }: Scene,
  { lock, headers = {} }: { readonly lock?: string; readonly headers?: Readonly<Record<string, string>> } = {},
) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/v1/instruments/ctd/direct`, directProtocols(lock), {
    headers,
  });
  const messages: DirectServerMessage[] = [];
  let text = '';
  let look = (): void => {};
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) text += data.toString('latin1');
    else messages.push(JSON.parse(data.toString()));
    look();
  });
  const wait = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      look = () => {
        const found = find();
        if (found !== undefined) resolve(found);
      };
      look();
    });
  await Promise.race([
    once(socket, 'open'),
    once(socket, 'unexpected-response').then(([, response]) => refuse(response)),
  ]);
  return {
    socket,
    shows: (pattern: RegExp) => wait(() => (pattern.test(text) ? text : undefined)),
    says: <T extends DirectServerMessage['type']>(type: T) =>
      wait(() => messages.find((one): one is Extract<DirectServerMessage, { type: T }> => one.type === type)),
    say: (message: object) => socket.send(JSON.stringify(message)),
  };
}

async function refuse(response: NodeJS.ReadableStream): Promise<never> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(Buffer.from(part));
  throw Object.assign(new Error('refused'), { problem: JSON.parse(Buffer.concat(parts).toString()) });
}

test('a terminal shows what the instrument answers, types in its time, and leaves all as it was', async () => {
  const interval = (await own.ask('GET', '/instruments/ctd/parameters?names=interval')).json.interval;
  const one = await terminal(own);
  const opened = await one.says('opened');
  assert.equal(opened.newline, '\r\n');
  assert.equal(opened.lock.reason, 'direct access');
  const ds = opened.buttons.find(({ text }) => text === 'ds');
  assert.ok(ds);
  one.socket.send(Buffer.from(`${ds.text}${opened.newline}`));
  await one.shows(/sample interval = \d+ seconds/);
  one.say({ type: 'send', text: 'interval=77\r\n', pace: 1 });
  assert.equal((await one.says('sent')).text, 'interval=77\r\n');
  one.socket.send(Buffer.from('ds\r\n'));
  await one.shows(/sample interval = 77 seconds/);
  one.say({ type: 'close' });
  assert.equal((await one.says('closed')).reason, 'closed');
  await becomes(own, 'command');
  const read = await own.ask('GET', '/instruments/ctd/parameters?names=interval');
  assert.deepEqual(read.json, { interval });
  assert.equal((await own.ask('GET', '/instruments/ctd/lock')).json.lock, null);
});

test('a terminal that is gone without a word ends the session', async () => {
  const one = await terminal(own);
  await one.says('opened');
  one.socket.terminate();
  await becomes(own, 'command');
  assert.equal((await own.ask('GET', '/instruments/ctd/lock')).json.lock, null);
});

test('while somebody has direct access nobody else uses the instrument; who takes it over ends the session', async () => {
  const one = await terminal(own);
  await one.says('opened');
  const refused = await own.ask('POST', '/instruments/ctd/commands/acquire_sample', {});
  assert.equal(refused.status, 423);
  const second = await terminal(own);
  assert.equal((await second.says('closed')).problem?.code, 'locked');
  const taken = await own.ask('PUT', '/instruments/ctd/lock', { reason: 'recovery of the mooring', take_over: true });
  assert.equal(taken.status, 200);
  assert.match((await one.says('closed')).reason, /has taken ctd over: recovery of the mooring/);
  await becomes(own, 'command');
  assert.equal((await own.ask('GET', '/instruments/ctd/lock')).json.lock.reason, 'recovery of the mooring');
  await own.ask('DELETE', '/instruments/ctd/lock', undefined, { 'x-sonde-lock': taken.json.key });
  await becomes(own, 'command');
});

test('who is in the middle of typing when the instrument is taken over, or let go by somebody else, is told by whom', async () => {
  const typing = { type: 'send', text: 'x'.repeat(3000), pace: 1 };
  const one = await terminal(own);
  await one.says('opened');
  one.say(typing);
  await one.shows(/xx/);
  const taken = await own.ask('PUT', '/instruments/ctd/lock', { reason: 'the ship leaves', take_over: true });
  const { reason, problem } = await one.says('closed');
  assert.match(reason, /has taken ctd over: the ship leaves/);
  assert.equal(problem, undefined);
  await becomes(own, 'command');
  await own.ask('DELETE', '/instruments/ctd/lock', undefined, { 'x-sonde-lock': taken.json.key });

  const two = await terminal(own);
  await two.says('opened');
  two.say(typing);
  await two.shows(/xx/);
  await own.bus.find('locks', '')?.release('ctd', { by: 'chief', user: 'user:chief', role: 'admin' });
  assert.equal((await two.says('closed')).reason, 'chief has let go of ctd in your place');
  await becomes(own, 'command');
});

test('whoever holds the lock has direct access with its key', async () => {
  const { json: held } = await own.ask('PUT', '/instruments/ctd/lock', { reason: 'a look inside' });
  const one = await terminal(own, { lock: held.key });
  assert.equal((await one.says('opened')).lock.reason, 'a look inside');
  one.say({ type: 'close' });
  await one.says('closed');
  const kept = await own.ask('GET', '/instruments/ctd/lock');
  assert.equal(kept.json.lock.reason, 'a look inside');
  await own.ask('DELETE', '/instruments/ctd/lock', undefined, { 'x-sonde-lock': held.key });
});

test('an operator has no direct access, and a page of somebody else has none at all', async () => {
  const { secret } = own.access.tokens.add(
    { name: 'lab', role: 'operator' },
    { by: 'admin', user: 'user:admin', role: 'admin' },
  );
  await assert.rejects(
    terminal(own, { headers: { authorization: `Bearer ${secret}` } }),
    ({ problem }) => problem.status === 403 && /engineer/.test(problem.detail),
  );
  await assert.rejects(
    terminal(own, { headers: { origin: 'http://elsewhere.example' } }),
    ({ problem }) => problem.status === 403 && /elsewhere/.test(problem.detail),
  );
});

test('a terminal ends with the token that it was opened with', async () => {
  const admin = { by: 'admin', user: 'user:admin', role: 'admin' } as const;
  const { id, secret } = own.access.tokens.add({ name: 'workshop', role: 'engineer' }, admin);
  const one = await terminal(own, { headers: { authorization: `Bearer ${secret}` } });
  await one.says('opened');
  own.access.tokens.remove(id, 'admin');
  assert.match((await one.says('closed')).reason, /log in again/);
  await becomes(own, 'command');
});

test('what is not understood, or far too much, ends the session with a reason', async () => {
  const one = await terminal(own);
  await one.says('opened');
  one.say({ type: 'jump' });
  assert.match((await one.says('closed')).reason, /not understood/);
  await becomes(own, 'command');
  const two = await terminal(own);
  await two.says('opened');
  const [code] = await Promise.all([
    once(two.socket, 'close').then(([closed]) => closed),
    two.socket.send(Buffer.alloc(1 << 20)),
  ]);
  assert.equal(code, 1009);
  await becomes(own, 'command');
});

test('a server that ends tells those who have direct access, and leaves the instrument in order', async () => {
  const one = await terminal(own);
  await one.says('opened');
  await own.server[Symbol.asyncDispose]();
  assert.match((await one.says('closed')).reason, /stopped/);
  await becomes(own, 'command');
});
