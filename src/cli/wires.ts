import { openDirect } from '../client/direct-session.ts';
import { type Clock, systemClock } from '../kit/clock.ts';
import { openLink } from '../link/open-link.ts';
import { parseLink } from '../link/parse-link.ts';
import type { Wire } from './record-session.ts';
import { findInstrument, lockHeaders } from './remote.ts';

/** A link that nobody else has. */
export async function linkWire(text: string, clock: Clock = systemClock, signal?: AbortSignal): Promise<Wire> {
  const link = await openLink(parseLink(text), { clock, ...(signal && { signal }) });
  async function* received(): AsyncGenerator<Uint8Array> {
    for await (const { bytes } of link.chunks) yield bytes;
    const error = await link.closed;
    if (error !== undefined) throw error;
  }
  return {
    name: link.name,
    received: received(),
    write: (bytes) => link.write(bytes),
    close: () => link.close(),
  };
}

/** Direct access to an instrument that another process runs. */
export async function instrumentWire(id: string, signal?: AbortSignal): Promise<Wire> {
  const { place } = await findInstrument(id, 'record', {}, signal);
  const { received, write, close } = await openDirect(place, id, { headers: lockHeaders(), signal });
  return { name: id, received, write, close: async () => void (await close()) };
}
