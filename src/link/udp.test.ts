import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import type { UdpSpec } from './link-spec.ts';
import { openLink } from './open-link.ts';

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

test('what the device sends from another port is heard, what another host sends is not', async () => {
  const localPort = await freePort();
  const spec: UdpSpec = { type: 'udp', host: '127.0.0.1', port: 9, localPort };
  await using link = await openLink(spec, { clock: systemClock });
  await using stranger = createSocket('udp4');
  await using device = createSocket('udp4');
  stranger.bind(0, '127.0.0.2');
  await once(stranger, 'listening');
  await new Promise((resolve) => stranger.send('stranger', localPort, '127.0.0.1', resolve));
  device.send('device', localPort, '127.0.0.1');
  for await (const { bytes } of link.chunks) {
    assert.equal(toText(bytes), 'device');
    break;
  }
});

test('a local port that is in use is told as such', async () => {
  const localPort = await freePort();
  const spec: UdpSpec = { type: 'udp', host: '127.0.0.1', port: 9, localPort };
  await using _link = await openLink(spec, { clock: systemClock });
  await assert.rejects(openLink(spec, { clock: systemClock }), {
    code: 'connection',
    message: 'udp://127.0.0.1:9: the local port is in use',
  });
});

test('what does not fit in a datagram is refused, and the link stays open', async () => {
  await using link = await openLink({ type: 'udp', host: '127.0.0.1', port: 9 }, { clock: systemClock });
  await assert.rejects(link.write(new Uint8Array(70_000)), {
    code: 'connection',
    message: /too long for one datagram/,
  });
  await link.write(new Uint8Array(10));
});
