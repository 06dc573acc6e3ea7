// The least that keeps a port agent's promise: what goes either way is in a file before anybody gets it. No frames, no back-pressure.
// `node relay-log-first.ts DEVICE_PORT DUMP` prints the port that it listens on.
import { openSync, write } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';

const [devicePort = '', path = ''] = process.argv.slice(2);
const dump = openSync(path, 'a', 0o600);
const device = connect({ host: '127.0.0.1', port: Number(devicePort), noDelay: true });
const clients = new Set<Socket>();

let turn = Promise.resolve();

/** One after the other: two writes at once may end in the other order. */
function handOn(bytes: Buffer, to: Iterable<Socket>): void {
  const kept = (done: () => void): void =>
    write(dump, bytes, (error) => {
      if (error) throw error;
      for (const one of to) one.write(bytes);
      done();
    });
  turn = turn.then(() => new Promise(kept));
}

const server = createServer({ noDelay: true }, (client) => {
  clients.add(client);
  client.on('data', (bytes) => handOn(bytes, [device]));
  client.on('error', () => client.destroy());
  client.on('close', () => clients.delete(client));
});
device.on('data', (bytes) => handOn(bytes, clients));
device.on('close', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
process.on('SIGTERM', () => process.exit());
