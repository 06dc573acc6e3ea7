import { linkName } from './format-link.ts';
import type { Link } from './link.ts';
import type { RxTxSpec } from './link-spec.ts';
import { MediumLink } from './medium-link.ts';
import type { OpenOptions } from './open-options.ts';
import { connectSocket, watchSocket, writeSocket } from './socket.ts';

/** A device that sends on one port and listens on another. The link ends with either; what comes on the second port is ignored. */
export async function openRxTx(spec: RxTxSpec, { clock, signal }: OpenOptions): Promise<Link> {
  const name = linkName(spec);
  const rx = await connectSocket(name, spec.host, spec.rxPort, clock, signal);
  const tx = await connectSocket(name, spec.host, spec.txPort, clock, signal).catch((error) => {
    rx.destroy();
    throw error;
  });
  const link = new MediumLink(
    {
      flow: { pause: () => void rx.pause(), resume: () => void rx.resume() },
      write: (bytes) => writeSocket(tx, bytes),
      release: async () => {
        rx.destroy();
        tx.destroy();
      },
    },
    { name, clock, quietLimit: spec.quietLimit },
  );
  watchSocket(rx, link);
  watchSocket(tx, link);
  rx.on('data', (bytes) => link.receive(bytes));
  // Only a stream that is read says that it ended.
  tx.resume();
  return link;
}
