import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A device that sends numbered lines, an SBE 37's unless told otherwise, to whoever is connected; it counts only what it has sent. */
export interface NumberedDevice extends AsyncDisposable {
  readonly port: number;
  /** The number of the last line sent. */
  readonly sent: number;
  /** Stops sending, connected or not. */
  pause(): void;
  /** Pulls the cable. */
  cut(): void;
}

const ofSbe37 = (number: number): string => `#12.3456, 3.45678, ${number}.000`;

export async function numberedDevice(linesPerSecond: number, line = ofSbe37): Promise<NumberedDevice> {
  let socket: Socket | undefined;
  let sent = 0;
  const server = createServer((client) => {
    socket = client;
    client
      .on('error', () => {})
      .on('close', () => {
        if (socket === client) socket = undefined;
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const started = performance.now();
  let due = 0;
  const timer = setInterval(() => {
    const before = due;
    due = Math.floor(((performance.now() - started) * linesPerSecond) / 1000);
    if (socket === undefined) return;
    let lines = '';
    for (let i = before; i < due; i++) lines += `${line(++sent)}\r\n`;
    if (lines !== '') socket.write(lines);
  }, 5);
  return {
    get port() {
      return (server.address() as AddressInfo).port;
    },
    get sent() {
      return sent;
    },
    pause: () => clearInterval(timer),
    cut: () => socket?.destroy(),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      socket?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
