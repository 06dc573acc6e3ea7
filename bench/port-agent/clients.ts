// Clients of what stands before a device: each checks every byte that the device sent.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { demandPattern } from './pattern.ts';
import { payloadsOf } from './payloads.ts';
import { serve } from './remote.ts';

const READ = 256 << 10;
/** ser2net forgets some of those who come at once, in ms. */
const APART = 20;

interface Client {
  readonly socket: Socket;
  got: number;
}

const clients: Client[] = [];
let failure: unknown;
let look = (): void => {};

async function join(port: number, framed: boolean): Promise<void> {
  const take = (bytes: Buffer): void => {
    try {
      demandPattern(bytes, client.got);
    } catch (error) {
      failure ??= error;
    }
    client.got += bytes.length;
  };
  const read = framed ? payloadsOf(take) : take;
  const buffer = Buffer.alloc(READ);
  const socket = connect({
    host: '127.0.0.1',
    port,
    noDelay: true,
    onread: {
      buffer,
      callback: (length) => {
        read(buffer.subarray(0, length));
        look();
        return true;
      },
    },
  });
  const client: Client = { socket, got: 0 };
  clients.push(client);
  socket.on('close', () => look());
  await once(socket, 'connect');
  socket.on('error', () => {});
}

const tasks = {
  async connect(port: number, count: number, framed: boolean): Promise<void> {
    for (let i = 0; i < count; i++) {
      await join(port, framed);
      await setTimeout(APART);
    }
  },
  /** Resolves when each has so many bytes of the device, right ones; when that was, in ns. */
  async received(bytes: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      look = () => {
        if (failure !== undefined) reject(failure);
        else if (clients.every(({ got }) => got >= bytes)) resolve();
        else if (clients.some(({ socket, got }) => socket.closed && got < bytes)) reject(new Error('a client was cut'));
      };
      look();
    });
    return Number(process.hrtime.bigint());
  },
  /** How much each has got by now. */
  counts(): number[] {
    if (failure !== undefined) throw failure;
    return clients.map(({ got }) => got);
  },
  /** One takes nothing more. */
  stall(index: number): void {
    clients[index]?.socket.pause();
  },
  /** Resolves when a client that stalled finds its connection ended, which takes that it reads what is left; rejects when it does not within so many ms. */
  async cut(index: number, ms: number): Promise<void> {
    const { socket } = clients[index]!;
    socket.resume();
    if (!socket.closed) await once(socket, 'close', { signal: AbortSignal.timeout(ms) });
  },
};

export type ClientTasks = typeof tasks;
serve(tasks);
