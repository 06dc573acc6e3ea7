import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { abortable } from '../kit/abort.ts';
import { connectionError } from './explain.ts';
import { linkName } from './format-link.ts';
import type { Link } from './link.ts';
import type { UdpSpec } from './link-spec.ts';
import { MediumLink } from './medium-link.ts';
import type { OpenOptions } from './open-options.ts';

/** What the operating system may hold of a burst; it may allow less. What it drops beyond that, it tells nobody. */
const RECEIVE_BUFFER = 1 << 20;

/** Datagrams to `host:port`, and from that host whatever port it sends from; those of strangers are ignored. */
export async function openUdp(spec: UdpSpec, { clock, signal }: OpenOptions): Promise<Link> {
  const name = linkName(spec);
  signal?.throwIfAborted();
  const { address } = await abortable(lookup(spec.host), signal).catch((error) => {
    signal?.throwIfAborted();
    throw connectionError(name, error);
  });
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
  const local = address.startsWith('127.') || address === '::1' ? { address } : {};
  try {
    socket.bind({ port: spec.localPort ?? 0, exclusive: true, ...local });
    await once(socket, 'listening', signal && { signal });
  } catch (error) {
    socket.close();
    signal?.throwIfAborted();
    throw connectionError(name, error);
  }
  const link = new MediumLink(
    {
      write: (bytes) =>
        new Promise((resolve, reject) =>
          socket.send(bytes, spec.port, address, (error) => (error ? reject(error) : resolve())),
        ),
      release: () => new Promise((resolve) => socket.close(() => resolve())),
    },
    { name, clock, quietLimit: spec.quietLimit },
  );
  socket.on('message', (bytes, from) => {
    if (from.address === address) link.receive(bytes);
  });
  socket.on('error', (error) => link.fail(error));
  return link;
}
