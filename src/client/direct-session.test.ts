import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { openDirect } from './direct-session.ts';
import type { Place } from './place.ts';

/** Where a server of the test's own opens terminals. */
async function opening(t: TestContext, onTerminal: (socket: WebSocket) => void): Promise<Place> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  t.after(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  server.on('connection', onTerminal);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { name: 'there', origin: `http://127.0.0.1:${port}`, headers: {} };
}

for (const text of ['welcome to the chat', '{"type":"opened"}', '[1, 2]']) {
  test(`a terminal that says ${text} is none of Sonde's, and is told as that`, async (t) => {
    const place = await opening(t, (socket) => socket.send(text));
    await assert.rejects(openDirect(place, 'ctd'), /^ConnectionError: there does not answer as Sonde does: /);
  });
}
