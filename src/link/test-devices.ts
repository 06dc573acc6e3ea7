import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LinkSpec } from './link-spec.ts';
import { parseLink } from './parse-link.ts';

/** The far end of a link, on real sockets and ptys. For tests. */
export interface Device extends AsyncDisposable {
  readonly spec: LinkSpec;
  send(text: string): Promise<void>;
  /** Resolves to what has been received once it is `length` bytes. */
  received(length: number): Promise<string>;
  /** Absent where the other side cannot notice it. */
  unplug?(): Promise<void>;
}

/** Collects what comes, and says when it is enough. */
function collector(): { add(bytes: Uint8Array): void; enough(length: number): Promise<string> } {
  let text = '';
  let check = (): void => {};
  return {
    add(bytes) {
      text += Buffer.from(bytes).toString('latin1');
      check();
    },
    enough: (length) =>
      new Promise((resolve) => {
        check = () => {
          if (text.length >= length) resolve(text);
        };
        check();
      }),
  };
}

/** A server on a free port of this machine that remembers its connections. */
export async function listen(): Promise<
  { server: Server; port: number; connection(): Promise<Socket> } & AsyncDisposable
> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    server,
    port: address.port,
    async connection() {
      if (sockets.length === 0) await once(server, 'connection');
      return sockets.at(-1)!;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface ControlPortDevice extends AsyncDisposable {
  readonly port: number;
  /** As {@link Device.received}. */
  received(length: number): Promise<string>;
}

/** A terminal server's control port, which answers whatever comes; `close` ends the connection instead. */
export async function controlPort(answer: string | 'close' = 'OK\r\n'): Promise<ControlPortDevice> {
  const { server, port, [Symbol.asyncDispose]: dispose } = await listen();
  const { add, enough } = collector();
  server.on('connection', (socket) =>
    socket.on('data', (bytes) => {
      if (answer === 'close') socket.end();
      else socket.write(answer);
      add(bytes);
    }),
  );
  return { port, received: enough, [Symbol.asyncDispose]: dispose };
}

export async function tcpDevice(): Promise<Device> {
  const { server, port, connection, [Symbol.asyncDispose]: dispose } = await listen();
  const { add, enough } = collector();
  server.on('connection', (socket) => socket.on('data', add));
  return {
    spec: parseLink(`tcp://127.0.0.1:${port}`),
    send: async (text) => void (await connection()).write(text, 'latin1'),
    received: enough,
    unplug: async () => void (await connection()).destroy(),
    [Symbol.asyncDispose]: dispose,
  };
}

export async function rxTxDevice(): Promise<Device> {
  const rx = await listen();
  const tx = await listen();
  const { add, enough } = collector();
  tx.server.on('connection', (socket) => socket.on('data', add));
  return {
    spec: parseLink(`rxtx://127.0.0.1:${rx.port},${tx.port}`),
    send: async (text) => void (await rx.connection()).write(text, 'latin1'),
    received: enough,
    unplug: async () => void (await tx.connection()).destroy(),
    async [Symbol.asyncDispose]() {
      await rx[Symbol.asyncDispose]();
      await tx[Symbol.asyncDispose]();
    },
  };
}

/** Answers to where the last datagram came from, so it must be written to first. */
export async function udpDevice(): Promise<Device> {
  const { add, enough } = collector();
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const peer = Promise.withResolvers<number>();
  socket.on('message', (bytes, from) => {
    peer.resolve(from.port);
    add(bytes);
  });
  return {
    spec: parseLink(`udp://127.0.0.1:${socket.address().port}`),
    send: async (text) => socket.send(Buffer.from(text, 'latin1'), await peer.promise, '127.0.0.1'),
    received: enough,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** A pair of ptys made by socat; removing the pair is as pulling a USB adapter. */
export async function serialDevice(): Promise<Device> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-pty-'));
  const path = (name: string): string => join(dir, name);
  const pty = (name: string): string => `pty,raw,echo=0,link=${path(name)}`;
  const socat = spawn('socat', ['-d', '-d', pty('ours'), pty('device')], { stdio: ['ignore', 'ignore', 'pipe'] });
  await started(socat);
  const { add, enough } = collector();
  const device = await open(path('device'), 'r+');
  const reading = read(device, add);
  const unplug = async (): Promise<void> => {
    if (socat.exitCode === null && socat.signalCode === null) {
      const gone = once(socat, 'exit');
      socat.kill();
      await gone;
    }
  };
  return {
    spec: parseLink(`serial://${path('ours')}?baud=115200`),
    send: async (text) => void (await device.write(Buffer.from(text, 'latin1'))),
    received: enough,
    unplug,
    async [Symbol.asyncDispose]() {
      await unplug();
      await reading;
      await device.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function started(socat: ChildProcess): Promise<void> {
  for await (const line of socat.stderr!) if (String(line).includes('starting data transfer loop')) break;
  socat.stderr!.resume();
}

async function read(device: FileHandle, add: (bytes: Uint8Array) => void): Promise<void> {
  for (;;) {
    const { bytesRead, buffer } = await device
      .read(Buffer.alloc(4096))
      .catch(() => ({ bytesRead: 0, buffer: Buffer.alloc(0) }));
    if (bytesRead === 0) return;
    add(buffer.subarray(0, bytesRead));
  }
}
