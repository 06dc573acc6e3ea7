import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { asError, ConnectionError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { type Packet, PacketDecoder } from '../packet/decoder.ts';
import { comparePositions, formatPosition, type Position, parsePosition } from '../packet/position.ts';
import {
  type Attachment,
  type AttachmentEvents,
  type AttachmentTarget,
  handOn,
  type ReceivedPacket,
} from './attachment.ts';
import { beginRequest, exchangeJson, GoneLogError } from './http-client.ts';
import { END_HEADER, LINK_HEADER } from './http-log.ts';
import { LEASE_PARAMETER } from './http-write.ts';
import { conditionOf, type LinkCondition } from './link-note.ts';
import { readMarker } from './markers.ts';
import { takeEach } from './take-each.ts';
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

  const { response, gone } = await beginLog(target, port, from);
  const { end, link } = readHeaders(response.headers, where);
  events.condition(link);
  const place = placing();
  // What stood in the log before the answer began is in its headers already.
  const news = ({ packet, position, live }: ReceivedPacket): LinkCondition | undefined =>
    !live && position && comparePositions(position, end) < 0 ? undefined : conditionOf(packet);

  const read = async (): Promise<void> => {
    const decoder = new PacketDecoder();
    if (gone !== undefined) await events.packets(faultOf(gone, target.clock.now()));
    await takeEach(response, async (bytes) => {
      events.alive();
      const { received, live } = place(decoder.push(bytes));
      await handOn(received, news, events);
      if (live) events.caughtUp();
    });
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

/** Follows the log from where it is wanted; from the next place that is there, where it was archived, with what is to be said of that. */
async function beginLog(
  target: AttachmentTarget,
  port: number,
  from: SondeOptions['from'],
): Promise<{ readonly response: IncomingMessage; readonly gone?: string }> {
  const follow = async (place: SondeOptions['from']): Promise<IncomingMessage> => {
    const query = new URLSearchParams({ follow: '1' });
    if (place !== 'start') query.set('from', place === 'end' ? 'end' : formatPosition(place));
    return (await beginRequest(target, port, 'GET', `/log?${query}`)).response;
  };
  try {
    return { response: await follow(from) };
  } catch (error) {
    if (!(error instanceof GoneLogError)) throw error;
    const gone = `what was logged from there to ${formatPosition(error.next)} is passed over: ${error.message}`;
    return { response: await follow(error.next), gone };
  }
}

/** A fault that stands in no log: it concerns this attachment alone. */
const faultOf = (text: string, time: Nanos): ReceivedPacket[] =>
  new PacketDecoder()
    .push(encodePacket('PORT_AGENT_FAULT', Buffer.from(text), time))
    .map((packet) => ({ packet, live: true }));

/** Gives each packet its position, from the markers between them. */
function placing() {
  let next: Position | undefined;
  let live = false;
  return (packets: readonly Packet[]): { readonly received: readonly ReceivedPacket[]; readonly live: boolean } => {
    const received: ReceivedPacket[] = [];
    for (const packet of packets) {
      const marker = readMarker(packet);
      if (marker === 'live') live = true;
      else if (marker === 'unlogged') next = undefined;
      else if (marker !== undefined) next = marker;
      else if (packet.type !== 'HEARTBEAT') {
        received.push({ packet, ...(next && { position: next }), live });
        next = next && { day: next.day, offset: next.offset + packet.size };
      }
    }
    return { received, live };
  };
}

function readHeaders(
  headers: IncomingHttpHeaders,
  where: string,
): { readonly end: Position; readonly link: LinkCondition } {
  const { [END_HEADER]: end, [LINK_HEADER]: link } = headers;
  if (typeof end === 'string' && (link === 'connected' || link === 'disconnected'))
    return { end: parsePosition(end), link };
  throw new ConnectionError(`${where}: this is not the HTTP port of one of our port agents`);
}
