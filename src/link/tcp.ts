import { breakThroughControl } from './control-port.ts';
import { linkName } from './format-link.ts';
import type { Link } from './link.ts';
import type { TcpSpec } from './link-spec.ts';
import { MediumLink } from './medium-link.ts';
import type { OpenOptions } from './open-options.ts';
import { type ReadLayout, readMemory } from './read-memory.ts';
import { connectSocket, watchSocket, writeSocket } from './socket.ts';

const LAYOUT: ReadLayout = { room: 0, longest: 64 << 10 };

export async function openTcp(spec: TcpSpec, { clock, signal, layout = LAYOUT }: OpenOptions): Promise<Link> {
  const { host, port, controlPort } = spec;
  const name = linkName(spec);
  const memory = readMemory(layout);
  const socket = await connectSocket(name, host, port, clock, signal, {
    buffer: () => memory.free(),
    callback: (length) => {
      link.receive(memory.take(length), memory.room);
      return true;
    },
  });
  const gone = new AbortController();
  const control = controlPort && { name, host, port: controlPort, clock, signal: gone.signal };
  const link = new MediumLink(
    {
      flow: { pause: () => void socket.pause(), resume: () => void socket.resume() },
      write: (bytes) => writeSocket(socket, bytes),
      ...(control && { sendBreak: (ms) => breakThroughControl(control, ms) }),
      release: async () => {
        gone.abort();
        socket.destroy();
      },
    },
    { name, clock, quietLimit: spec.quietLimit },
  );
  watchSocket(socket, link);
  socket.resume();
  return link;
}
