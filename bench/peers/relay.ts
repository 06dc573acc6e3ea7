// What a user would write in Node: hands on what a device sends to all clients and what they send to the device, and keeps both in a file.
// `node relay.ts DEVICE_PORT DUMP` prints the port that it listens on.
import { createWriteStream } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import type { Writable } from 'node:stream';

const [devicePort = '', path = ''] = process.argv.slice(2);
const dump = createWriteStream(path, { mode: 0o600 });
const device = connect({ host: '127.0.0.1', port: Number(devicePort), noDelay: true });
const clients = new Set<Socket>();

/** Who sends waits until everybody has room again. */
function handOn(bytes: Buffer, from: Socket, to: Iterable<Writable>): void {
  let full = 0;
  for (const one of [dump, ...to]) {
    if (one.write(bytes)) continue;
    full++;
    const ready = (): void => {
      one.off('drain', ready);
      one.off('close', ready);
      if (--full === 0) from.resume();
    };
    one.on('drain', ready);
    one.on('close', ready);
  }
  if (full > 0) from.pause();
}

const server = createServer({ noDelay: true }, (client) => {
  clients.add(client);
  client.on('data', (bytes) => handOn(bytes, client, [device]));
  client.on('error', () => client.destroy());
  client.on('close', () => clients.delete(client));
});
device.on('data', (bytes) => handOn(bytes, device, clients));
device.on('close', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
process.on('SIGTERM', () => dump.end(() => process.exit()));
