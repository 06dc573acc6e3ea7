import { withDeadline } from '../kit/abort.ts';
import { ConnectionError, NotImplementedError, TimeoutError } from '../kit/errors.ts';
import { linkName } from './format-link.ts';
import { holdBreak } from './hold-break.ts';
import type { Link } from './link.ts';
import type { TelnetSpec } from './link-spec.ts';
import { MediumLink } from './medium-link.ts';
import type { OpenOptions } from './open-options.ts';
import { connectSocket, watchSocket, writeSocket } from './socket.ts';
import { type Agreed, breakCommand, escapeTelnet, GREETING, telnetDecoder } from './telnet-codec.ts';

/** How long the server may take to agree, in ms. */
const PATIENCE = 5000;

const isSettled = ({ binaryIn, binaryOut, comPort }: Agreed): boolean =>
  [binaryIn, binaryOut, comPort].every((known) => known !== undefined);

/** Opens once the server has agreed to carry all bytes as they are; a `ConnectionError` when it does not. */
export async function openTelnet(spec: TelnetSpec, { clock, signal }: OpenOptions): Promise<Link> {
  const name = linkName(spec);
  const socket = await connectSocket(name, spec.host, spec.port, clock, signal);
  const gone = new AbortController();
  const settled = Promise.withResolvers<void>();
  const say = (bytes: Uint8Array): Promise<void> => writeSocket(socket, bytes);
  const decoder = telnetDecoder((bytes) => void socket.write(bytes));
  const link = new MediumLink(
    {
      flow: { pause: () => void socket.pause(), resume: () => void socket.resume() },
      write: (bytes) => say(escapeTelnet(bytes)),
      sendBreak: async (ms) => {
        if (!decoder.agreed.comPort) throw new NotImplementedError(`${name}: the server knows no break (RFC 2217)`);
        return holdBreak((held) => say(breakCommand(held)), clock, ms, gone.signal);
      },
      release: async () => {
        gone.abort();
        socket.destroy();
      },
    },
    { name, clock, quietLimit: spec.quietLimit },
  );
  watchSocket(socket, link);
  socket.on('data', (bytes) => {
    link.receive(decoder.push(bytes));
    if (isSettled(decoder.agreed)) settled.resolve();
  });
  try {
    await say(GREETING);
    const ended = link.closed.then((error) => Promise.reject(error));
    await withDeadline(clock, PATIENCE, 'telnet', signal, () => Promise.race([settled.promise, ended]));
    const { binaryIn, binaryOut } = decoder.agreed;
    if (!binaryIn || !binaryOut) throw new ConnectionError(`${name}: the server does not carry all bytes as they are`);
    return link;
  } catch (error) {
    await link.close();
    if (!(error instanceof TimeoutError)) throw error;
    throw new ConnectionError(`${name}: what answers there does not speak telnet`, { cause: error });
  }
}
