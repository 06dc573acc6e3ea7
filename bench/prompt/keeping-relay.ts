// A relay that does what a port agent must, and nothing else: what goes over the wire is in a file before anybody gets it, in either direction.
// `node keeping-relay.ts DEVICE_PORT DUMP` prints the port that it listens on; it has one client at a time.
import { openSync, write } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';

const [devicePort = '', path = ''] = process.argv.slice(2);
const dump = openSync(path, 'a', 0o600);
const device = connect({ host: '127.0.0.1', port: Number(devicePort), noDelay: true });
let client: Socket | undefined;

const keep = (bytes: Buffer, handOn: () => void): void =>
  write(dump, bytes, (error) => {
    if (error) throw error;
    handOn();
  });

device.on('data', (bytes) => keep(bytes, () => client?.write(bytes)));
const server = createServer({ noDelay: true }, (socket) => {
  client = socket;
  socket.on('data', (bytes) => keep(bytes, () => device.write(bytes)));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
