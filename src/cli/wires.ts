import { findInstrument } from '../control/control-client.ts';
import { type Clock, systemClock } from '../kit/clock.ts';
import { openLink } from '../link/open-link.ts';
import { parseLink } from '../link/parse-link.ts';
import type { Wire } from './record-session.ts';

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
  const instrument = await findInstrument(id);
  const { request, response } = await instrument.direct(undefined, signal);
  // The end of the session may show as a reset; it is told by the response.
  request.on('error', () => {});
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  async function* received(): AsyncGenerator<Uint8Array> {
    for await (const bytes of response) if (bytes instanceof Uint8Array) yield bytes;
  }
  return {
    name: id,
    received: received(),
    write: (bytes) =>
      new Promise((resolve, reject) => request.write(bytes, (error) => (error ? reject(error) : resolve()))),
    async close() {
      request.end();
      await closed;
    },
  };
}
