import { toText } from '../kit/bytes.ts';
import { asError, ConnectionError } from '../kit/errors.ts';
import { type Packet, PacketDecoder } from '../packet/decoder.ts';
import { comparePositions, formatPosition, type Position, parsePosition } from '../packet/position.ts';
import type { Attachment, AttachmentEvents, AttachmentTarget, ReceivedPacket } from './attachment.ts';
import { beginRequest, exchangeJson } from './http-client.ts';
import { LEASE_PARAMETER } from './http-write.ts';
import { conditionOf } from './link-note.ts';
import { readMarker } from './markers.ts';
import { openWriteChannel, type WriteChannel } from './write-channel.ts';

export interface SondeOptions {
  readonly port: number;
  readonly from: Position | 'start' | 'end';
  readonly exclusive: boolean;
  readonly owner: string;
}

/** Attaches to one of our own port agents: exact positions, the past and the present as one stream, the link's state at once. */
export async function attachToSonde(
  target: AttachmentTarget,
  options: SondeOptions,
  events: AttachmentEvents,
): Promise<Attachment> {
  const { port, from, exclusive, owner } = options;
  const where = `port agent ${target.host}:${port}`;
  const { connected, end } = readStatus(await exchangeJson(target, port, 'GET', '/status'), where);
  events.condition(connected ? 'connected' : 'disconnected');

  const openChannel = (): Promise<WriteChannel> =>
    openWriteChannel(target, port, { exclusive, owner }, (error) => exclusive && events.lost(error));
  let channel: Promise<WriteChannel> | undefined;
  /** A lease is taken at once; without one the channel opens with the first bytes, and again after it ended. */
  const writer = async (): Promise<WriteChannel> => {
    if (channel !== undefined && !(await channel).open) channel = undefined;
    channel ??= openChannel();
    channel.catch(() => {
      channel = undefined;
    });
    return channel;
  };
  if (exclusive) await writer();

  const query = new URLSearchParams({ follow: '1' });
  if (from !== 'start') query.set('from', from === 'end' ? 'end' : formatPosition(from));
  const { response } = await beginRequest(target, port, 'GET', `/log?${query}`);
  const place = placing((packet, position, live) => {
    // What stood in the log before the status was told is in the status already.
    if (!live && position && comparePositions(position, end) < 0) return;
    const condition = conditionOf(packet);
    if (condition) events.condition(condition);
  });

  const read = async (): Promise<void> => {
    const decoder = new PacketDecoder();
    for await (const bytes of response) {
      events.alive();
      const packets = place(decoder.push(bytes));
      if (packets.length > 0) await events.packets(packets);
    }
  };

  return {
    send: async (bytes) => (await writer()).send(bytes),
    async sendBreak(ms) {
      const lease = channel && (await channel).lease;
      const query = new URLSearchParams({ ms: String(ms), ...(lease && { [LEASE_PARAMETER]: lease }) });
      await exchangeJson(target, port, 'POST', `/break?${query}`);
    },
    read() {
      const ended = (cause?: unknown): void =>
        events.lost(
          new ConnectionError(`${where}: the connection ended`, {
            ...(cause !== undefined && { cause: asError(cause) }),
          }),
        );
      read().then(() => ended(), ended);
    },
  };
}

/** Gives each packet its position, from the markers between them. */
function placing(onPacket: (packet: Packet, position: Position | undefined, live: boolean) => void) {
  let next: Position | undefined;
  let live = false;
  return (packets: readonly Packet[]): ReceivedPacket[] => {
    const received: ReceivedPacket[] = [];
    for (const packet of packets) {
      const marker = readMarker(packet);
      if (marker === 'live') live = true;
      else if (marker === 'unlogged') next = undefined;
      else if (marker !== undefined) next = marker;
      else if (packet.type !== 'HEARTBEAT') {
        received.push({ packet, ...(next && { position: next }), live });
        onPacket(packet, next, live);
        next = next && { day: next.day, offset: next.offset + packet.size };
      }
    }
    return received;
  };
}

function readStatus(status: unknown, where: string): { readonly connected: boolean; readonly end: Position } {
  if (typeof status === 'object' && status !== null && 'link' in status && 'log' in status) {
    const { link, log } = status;
    if (
      typeof link === 'object' &&
      link !== null &&
      'state' in link &&
      typeof log === 'object' &&
      log !== null &&
      'end' in log
    ) {
      return { connected: link.state === 'connected', end: parsePosition(String(log.end)) };
    }
  }
  throw new ConnectionError(
    `${where}: its /status is not that of a port agent: ${toText(Buffer.from(String(status))).slice(0, 80)}`,
  );
}
