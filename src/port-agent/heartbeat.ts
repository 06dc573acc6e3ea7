import { toBytes } from '../kit/bytes.ts';
import type { Nanos } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';

const BEAT = toBytes('HB');

/** The packet that says: the port agent lives. Never logged. */
export const encodeHeartbeat = (now: Nanos): Uint8Array => encodePacket('HEARTBEAT', BEAT, now);
