import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { abortable } from '../kit/abort.ts';
import { toText } from '../kit/bytes.ts';
import { asError, ConnectionError, describeError, NotImplementedError } from '../kit/errors.ts';
import { PacketDecoder } from '../packet/decoder.ts';
import type { Generation } from '../packet/types.ts';
import {
  type Attachment,
  type AttachmentEvents,
  type AttachmentTarget,
  handOn,
  type ReceivedPacket,
  SEND_LIMIT,
} from './attachment.ts';
import type { LinkCondition } from './link-note.ts';

export interface OriginalOptions {
  readonly dataPort: number;
  /** Without it the state of the device cannot be asked for: it is taken for connected until the port agent says otherwise. */
  readonly commandPort: number | undefined;
  readonly generation: Generation;
}

/** The number of a heartbeat: 9 from the newest port agents, 7 from the older ones. Neither sends the other's to its clients as anything else. */
const HEARTBEATS: ReadonlySet<number> = new Set([7, 9]);
const STATES: Readonly<Record<string, LinkCondition>> = { CONNECTED: 'connected', DISCONNECTED: 'disconnected' };

async function connect({ host, signal }: AttachmentTarget, port: number): Promise<Socket> {
  const socket = createConnection({ host, port, noDelay: true, keepAlive: true });
  try {
    await once(socket, 'connect', { signal });
  } catch (cause) {
    socket.destroy();
    if (signal.aborted) throw signal.reason;
    throw new ConnectionError(`port agent ${host}:${port}: ${describeError(cause)}`, { cause });
  }
  return socket;
}

/** Sends commands over a connection of their own, as the original's client does. What is answered there is not needed. */
async function command(target: AttachmentTarget, port: number, lines: readonly string[]): Promise<void> {
  const socket = await connect(target, port);
  // A port agent that never closes its side must not keep the connection longer than the client.
  const leave = (): void => void socket.destroy();
  target.signal.addEventListener('abort', leave, { once: true });
  socket.once('close', () => target.signal.removeEventListener('abort', leave));
  socket.on('error', leave);
  socket.resume();
  socket.end(lines.map((line) => `${line}\n`).join(''));
  await abortable(once(socket, 'finish'), target.signal);
}

/**
 * Attaches to a port agent of OOI's own making: packets from the data port, commands to the command port. The state of the device
 * is asked for at the start, as nothing else tells it; the answer comes as a packet on the data port.
 */
export async function attachToOriginal(
  target: AttachmentTarget,
  { dataPort, commandPort, generation }: OriginalOptions,
  events: AttachmentEvents,
): Promise<Attachment> {
  const { host, signal } = target;
  const where = `port agent ${host}:${dataPort}`;
  const socket = await connect(target, dataPort);
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  const decoder = new PacketDecoder({ generation });
  const stateKnown = Promise.withResolvers<void>();

  const news = ({ packet }: ReceivedPacket): LinkCondition | undefined =>
    packet.type === 'PORT_AGENT_STATUS' ? STATES[toText(packet.payload).trim()] : undefined;
  const told: AttachmentEvents = {
    ...events,
    condition(condition) {
      events.condition(condition);
      stateKnown.resolve();
    },
  };

  const read = async (): Promise<void> => {
    events.caughtUp();
    for await (const bytes of socket) {
      events.alive();
      const packets = decoder.push(bytes).filter((packet) => !HEARTBEATS.has(packet.bytes[3]!));
      await handOn(
        packets.map((packet) => ({ packet, live: true })),
        news,
        told,
      );
    }
  };
  const ended = (cause?: unknown): void => {
    const error = new ConnectionError(`${where}: the connection ended`, {
      ...(cause !== undefined && { cause: asError(cause) }),
    });
    stateKnown.reject(error);
    events.lost(error);
  };
  const reading = read().then(() => ended(), ended);
  stateKnown.promise.catch(() => reading);

  if (commandPort === undefined) events.condition('connected');
  else {
    await command(target, commandPort, [
      ...(generation === 'cpa' ? ['heartbeat_interval 10'] : []),
      'get_state',
      'get_config',
    ]);
    await abortable(stateKnown.promise, signal);
  }

  return {
    async send(bytes) {
      if (!socket.writable) throw new ConnectionError(`${where}: the connection has ended`);
      if (socket.writableLength + bytes.length > SEND_LIMIT) {
        throw new ConnectionError(`${where}: ${socket.writableLength} bytes wait to be sent already`);
      }
      await new Promise<void>((resolve, reject) => {
        socket.write(bytes, (error) =>
          error ? reject(new ConnectionError(`${where}: ${error.message}`, { cause: error })) : resolve(),
        );
      });
    },
    async sendBreak(ms) {
      if (commandPort === undefined) throw new NotImplementedError(`${where}: a break needs the command port`);
      await command(target, commandPort, [`break ${ms}`]);
    },
    read() {},
  };
}
