import { StateError } from '../kit/errors.ts';
import type { PortAgentHome } from './port-agent-home.ts';

/**
 * Starts a port agent before anybody waits for it; resolves when its process is there. Whoever asks for it first gets what comes of
 * that, be it an error.
 */
export async function begunHome<Found>(home: PortAgentHome<Found>): Promise<PortAgentHome<Found>> {
  const leaving = new AbortController();
  const isThere = Promise.withResolvers<void>();
  const finding = home.find(leaving.signal, isThere.resolve);
  await Promise.race([isThere.promise, finding]).catch(() => {});
  // Told to whoever asks, who may come later.
  finding.catch(() => {});
  let begun: Promise<Found> | undefined = finding;
  return {
    async find(signal) {
      if (begun === undefined) return home.find(signal);
      const leave = (): void => leaving.abort(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();
      const found = begun;
      begun = undefined;
      try {
        return await found;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
    async stop() {
      leaving.abort(new StateError('find the port agent', 'being stopped', []));
      await finding.catch(() => {});
      await home.stop();
    },
  };
}
