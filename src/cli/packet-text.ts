import { escapeBytes, toHex } from '../kit/bytes.ts';
import { toIso } from '../kit/time.ts';
import type { Packet } from '../packet/decoder.ts';
import type { PacketType } from '../packet/types.ts';

const ARROWS: Partial<Record<PacketType, string>> = { DATA_FROM_INSTRUMENT: '<', DATA_FROM_DRIVER: '>' };

/** One packet as a line: time, direction (`<` from the instrument, `>` to it, else the type), and its bytes. */
export function packetText({ time, type, payload }: Packet, hex: boolean): string {
  const bytes = hex ? toHex(payload) : escapeBytes(payload);
  return `${toIso(time)} ${ARROWS[type] ?? `[${type.toLowerCase()}]`} ${bytes}\n`;
}
