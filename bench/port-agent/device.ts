// A device behind TCP: sends bytes of the pattern to all who are connected, and sends back what comes where it is told to.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { LONGEST, patternAt } from './pattern.ts';
import { serve } from './remote.ts';

const PIECE = Math.min(LONGEST, 256 << 10);

const sockets = new Set<Socket>();
const server = createServer({ noDelay: true }, (socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
  socket.on('close', () => sockets.delete(socket));
  socket.resume();
});
const listening = once(server.listen(0, '127.0.0.1'), 'listening');
let sent = 0;

/** Resolves when everybody takes more, or `enough` aborts. */
async function send(bytes: number, enough?: AbortSignal): Promise<void> {
  const piece = patternAt(sent, bytes);
  sent += bytes;
  const full = [...sockets].filter((socket) => !socket.write(piece));
  await Promise.all(full.map((socket) => once(socket, 'drain', enough && { signal: enough })));
}

const tasks = {
  /** Its port. */
  async port(): Promise<number> {
    await listening;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the device has no port');
    return address.port;
  },
  /** Resolves when so many are connected. */
  async connected(count: number): Promise<void> {
    while (sockets.size < count) await once(server, 'connection');
  },
  /** Sends so much, as fast as it is taken; when it began, in ns. */
  async send(bytes: number): Promise<number> {
    const began = Number(process.hrtime.bigint());
    for (const end = sent + bytes; sent < end; ) await send(Math.min(PIECE, end - sent));
    return began;
  },
  /** Sends for so long, in ms, so many bytes a second if they are taken. */
  async sendFor(ms: number, rate: number): Promise<void> {
    const [before, began] = [sent, performance.now()];
    const enough = AbortSignal.timeout(ms);
    while (!enough.aborted) {
      const due = ((performance.now() - began) * rate) / 1000;
      if (sent - before < due) await send(PIECE, enough).catch(() => {});
      else await setTimeout(1);
    }
  },
  /** Sends `records` a second of `size` bytes each, evenly, for so long; how much that was. */
  async sendPaced(records: number, size: number, ms: number): Promise<number> {
    const began = performance.now();
    const due = (): number => Math.floor((Math.min(performance.now() - began, ms) * records) / 1000);
    const all = Math.floor((ms * records) / 1000);
    for (let done = 0; done < all; ) {
      for (; done < due(); done++) await send(size);
      await setTimeout(1);
    }
    return all * size;
  },
};

export type DeviceTasks = typeof tasks;
serve(tasks);
