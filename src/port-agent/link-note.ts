import { toBytes, toText } from '../kit/bytes.ts';
import type { Packet } from '../packet/decoder.ts';

/** Whether the port agent reaches the device. */
export type LinkCondition = 'connected' | 'disconnected';

const UP = 'LINK_UP ';
const DOWN = 'LINK_DOWN ';

/** What the log says when the link connects, and when it ends: the payloads of `PORT_AGENT_STATUS` packets. */
export const linkUp = (link: string): Uint8Array => toBytes(`${UP}${link}`);
export const linkDown = (reason: string): Uint8Array => Buffer.from(`${DOWN}${reason}`);

/** What such a packet says of the link; undefined for every other packet. */
export function conditionOf(packet: Packet): LinkCondition | undefined {
  if (packet.type !== 'PORT_AGENT_STATUS') return undefined;
  return readLinkNote(toText(packet.payload))?.condition;
}

/** The condition, and the link that connected or why it ended; undefined for what says nothing of the link. */
export function readLinkNote(text: string): { readonly condition: LinkCondition; readonly says: string } | undefined {
  if (text.startsWith(UP)) return { condition: 'connected', says: text.slice(UP.length) };
  return text.startsWith(DOWN) ? { condition: 'disconnected', says: text.slice(DOWN.length) } : undefined;
}
