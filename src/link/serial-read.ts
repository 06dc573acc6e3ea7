import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport';

const readFile = promisify(read);
const WAIT = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

const mustWait = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && WAIT.has(thrown.code);

/**
 * Makes an open port notice that its device is gone. A read of nothing means that the line hung up; the library asks again at once
 * and for ever, until the memory is full (serialport/bindings-cpp, issue 162). Elsewhere than on Unix it reads in another way.
 */
export function endOnHangUp(port: SerialPort): void {
  const line = port.port;
  if (line === undefined || !('poller' in line)) return;
  const readable = (): Promise<void> =>
    new Promise((resolve, reject) =>
      line.poller.once('readable', (error: Error | null) => (error ? reject(error) : resolve())),
    );

  // The library takes an error marked so for the end that was asked for. To wait for a port that is closed crashes the process.
  const descriptor = (): number => {
    if (line.fd === null) throw Object.assign(new Error('the port is closed'), { canceled: true });
    return line.fd;
  };

  line.read = async (buffer, offset, length) => {
    for (;;) {
      try {
        const { bytesRead } = await readFile(descriptor(), buffer, offset, length, null);
        if (bytesRead === 0) throw new Error('the line hung up');
        return { buffer, bytesRead };
      } catch (error) {
        if (!mustWait(error)) throw error;
      }
      descriptor();
      await readable();
    }
  };
}
