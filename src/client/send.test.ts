import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { ConnectionError, TimeoutError } from '../kit/errors.ts';
import type { Place } from './place.ts';
import { RemoteError } from './remote-error.ts';
import { sendForJson } from './send.ts';
import { followEvents } from './server-events.ts';

/** Where a server of the test's own answers. */
async function answering(t: TestContext, listener: RequestListener): Promise<Place> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  t.after(() => server.close().closeAllConnections());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { name: 'there', origin: `http://127.0.0.1:${port}`, headers: {} };
}

for (const [what, status, text] of [
  ['a page', 200, '<!doctype html><p>Welcome'],
  ['a redirection', 302, ''],
  ['an error of a proxy', 502, '<h1>Bad Gateway</h1>'],
  ['an error of another API', 404, '{"error":"nothing here"}'],
] as const) {
  test(`${what} is no answer of Sonde, and is told as that`, async (t) => {
    const place = await answering(t, (_, response) => {
      response.writeHead(status, { location: '/login' }).end(text);
    });
    await assert.rejects(sendForJson(place, ''), (error) => {
      assert.ok(error instanceof ConnectionError);
      assert.match(error.message, new RegExp(`^there does not answer as Sonde does: ${status}`));
      return true;
    });
  });
}

test('a problem keeps its code and all that is wrong', async (t) => {
  const issues = [{ name: 'navg', message: 'must be a whole number' }];
  const place = await answering(t, (_, response) => {
    response.writeHead(422).end(JSON.stringify({ code: 'parameter', detail: 'navg: must be a whole number', issues }));
  });
  await assert.rejects(sendForJson(place, ''), (error) => {
    assert.ok(error instanceof RemoteError);
    assert.deepEqual([error.code, error.issues], ['parameter', issues]);
    return true;
  });
});

test('nobody there is told with the address, also where a name stands for several', async () => {
  const nobody = { name: 'http://localhost:1', origin: 'http://localhost:1', headers: {} };
  await assert.rejects(sendForJson(nobody, ''), /^ConnectionError: http:\/\/localhost:1: connect ECONNREFUSED/);
});

test('one who says nothing is not waited for longer than was said', async (t) => {
  const place = await answering(t, () => {});
  await assert.rejects(sendForJson(place, '', { patience: 50 }), (error) => {
    assert.ok(error instanceof TimeoutError);
    assert.equal(error.message, 'waited 50 ms for an answer of there');
    return true;
  });
});

test('a stream of events that falls silent is over', async (t) => {
  const place = await answering(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: beat\ndata: {}\n\n');
  });
  const events = followEvents(place, '/live', { patience: 100 });
  assert.equal((await events.next()).value?.event, 'beat');
  await assert.rejects(events.next(), /^ConnectionError: there has gone/);
});
