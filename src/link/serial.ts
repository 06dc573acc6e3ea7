import { SerialPort } from 'serialport';
import { ConnectionError, describeError, NotImplementedError } from '../kit/errors.ts';
import { connectionError } from './explain.ts';
import { linkName } from './format-link.ts';
import { holdBreak } from './hold-break.ts';
import type { Link } from './link.ts';
import type { SerialSpec } from './link-spec.ts';
import { MediumLink } from './medium-link.ts';
import type { OpenOptions } from './open-options.ts';
import { endOnHangUp } from './serial-read.ts';

type Done = (error: Error | null | undefined) => void;

const promised = (start: (done: Done) => void): Promise<void> =>
  new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));

/** Opens a serial port for ourselves alone. */
export async function openSerial(spec: SerialSpec, { clock, signal }: OpenOptions): Promise<Link> {
  const name = linkName(spec);
  signal?.throwIfAborted();
  const port = new SerialPort({
    path: spec.path,
    baudRate: spec.baud,
    dataBits: spec.dataBits,
    parity: spec.parity,
    stopBits: spec.stopBits,
    rtscts: spec.flowControl === 'hardware',
    xon: spec.flowControl === 'software',
    xoff: spec.flowControl === 'software',
    lock: true,
    autoOpen: false,
  });
  await promised((done) => port.open(done)).catch((error) => {
    const taken = /cannot lock port/i.test(describeError(error));
    throw taken
      ? new ConnectionError(`${name}: in use by another program`, { cause: error })
      : connectionError(name, error);
  });
  if (signal?.aborted) {
    await promised((done) => port.close(done));
    throw signal.reason;
  }
  endOnHangUp(port);
  const gone = new AbortController();
  const link = new MediumLink(
    {
      flow: { pause: () => void port.pause(), resume: () => void port.resume() },
      write: (bytes) => promised((done) => port.write(bytes, undefined, done)),
      sendBreak: (ms) =>
        holdBreak((brk) => promised((done) => port.set({ brk }, done)), clock, ms, gone.signal).catch((error) => {
          if (!/inappropriate ioctl/i.test(describeError(error))) throw connectionError(name, error);
          throw new NotImplementedError(`${name}: this port cannot send a break`, { cause: error });
        }),
      release: async () => {
        gone.abort();
        if (port.isOpen) await promised((done) => port.close(done)).catch(() => {});
        port.destroy();
      },
    },
    { name, clock, quietLimit: spec.quietLimit },
  );
  port.on('error', (error) => link.fail(error));
  port.on('close', (error?: Error | null) => {
    link.fail(new ConnectionError(`${name}: the device disappeared`, error ? { cause: error } : {}));
  });
  port.on('data', (bytes: Uint8Array) => link.receive(bytes));
  return link;
}
