import { once } from 'node:events';
import { createServer } from 'node:net';
import { clearInterval, setInterval } from 'node:timers';
import { RECORD } from './sbe37-record.ts';

/** Often enough that what is waited for is not the next record. */
const EVERY_MS = 10;

/** A device at a free port of this machine that sends records, whoever is connected, and listens to nothing. */
export async function streamingDevice(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((socket) => {
    const sending = setInterval(() => socket.write(RECORD), EVERY_MS);
    socket.setNoDelay(true).resume();
    socket.on('error', () => {}).on('close', () => clearInterval(sending));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the device listens at no port');
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
