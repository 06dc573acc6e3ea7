// A device that sends back what it gets, and a client that asks it: both in one process, so that all a turn adds is what stands between.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { payloadsOf } from './payloads.ts';
import { serve } from './remote.ts';

const QUESTION = Buffer.from('what is the time, please?\r\n');

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (bytes) => socket.write(bytes));
  socket.on('error', () => {});
});
const listening = once(server.listen(0, '127.0.0.1'), 'listening');

async function devicePort(): Promise<number> {
  await listening;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the device has no port');
  return address.port;
}

/** The last connection: socat ends with it, and what it used could not be looked up then. */
let last: Socket | undefined;

const tasks = {
  devicePort,
  /**
   * Asks at `port` so often, one after the other, and returns how long the answers took, from the shortest to the longest, in µs. It stays
   * connected until it is to ask anew.
   */
  async ask(port: number, times: number, framed: boolean): Promise<number[]> {
    last?.destroy();
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    const took: number[] = [];
    let asked = 0;
    let answer = Buffer.alloc(0);
    await new Promise<void>((resolve, reject) => {
      const ask = (): void => {
        asked = performance.now();
        socket.write(QUESTION);
      };
      const take = (bytes: Buffer): void => {
        answer = Buffer.concat([answer, bytes]);
        if (answer.length < QUESTION.length) return;
        took.push((performance.now() - asked) * 1000);
        if (!answer.equals(QUESTION)) reject(new Error('another answer than was sent'));
        answer = Buffer.alloc(0);
        if (took.length === times) resolve();
        else ask();
      };
      socket.on('data', framed ? payloadsOf(take) : take);
      socket.on('close', () => reject(new Error('the connection was ended')));
      ask();
    });
    socket.removeAllListeners('close').on('error', () => {});
    last = socket;
    return took.sort((a, b) => a - b);
  },
};

export type EchoTasks = typeof tasks;
serve(tasks);
