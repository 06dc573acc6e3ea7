import { ConnectionError, describeError } from '../kit/errors.ts';
import type { Connection, InstrumentLink } from './connection.ts';

/** Several connections, each to one link of an instrument, as one: it is there when all of them are. */
export function linkedConnections(links: ReadonlyMap<string, Connection>): Connection {
  const connections = [...links.values()];
  const down = (): string[] => [...links].filter(([, { state }]) => state === 'disconnected').map(([link]) => link);
  const present = (): InstrumentLink => (down().length > 0 ? 'disconnected' : 'connected');
  const over = (link: string | undefined): Connection => {
    const connection = link === undefined ? connections[0] : links.get(link);
    if (connection === undefined) throw new RangeError(`there is no link '${link}'; there are: ${[...links.keys()]}`);
    return connection;
  };

  return {
    get state() {
      return present();
    },
    get absence() {
      return `the instrument is not reached over its link ${down().join(' and ')}`;
    },
    get caughtUp() {
      return Promise.all(connections.map(({ caughtUp }) => caughtUp));
    },
    async initComms({ onPackets, onState, onLost }, signal) {
      const failed = new AbortController();
      const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
      let told: InstrumentLink | undefined;
      let lost = false;
      const tell = (): void => {
        const now = present();
        if (told === undefined || now === told) return;
        told = now;
        onState(now);
      };
      const attach = async ([link, connection]: readonly [string, Connection]): Promise<void> => {
        try {
          const handlers = {
            onPackets: (packets: Parameters<typeof onPackets>[0]) => onPackets(packets, link),
            onState: tell,
            onLost(error: Error) {
              if (!lost) onLost(named(link, error));
              lost = true;
            },
          };
          await connection.initComms(handlers, either);
        } catch (error) {
          // Whatever the others say now, this was the reason.
          if (!failed.signal.aborted) failed.abort(signal?.aborted ? signal.reason : named(link, error));
        }
      };
      await Promise.all([...links].map(attach));
      failed.signal.throwIfAborted();
      told = present();
    },
    async send(bytes, signal, link) {
      await over(link).send(bytes, signal);
    },
    async sendBreak(milliseconds, signal, link) {
      await over(link).sendBreak(milliseconds, signal);
    },
    async stopComms() {
      await Promise.all(connections.map((connection) => connection.stopComms()));
    },
  };
}

const named = (link: string, cause: unknown): ConnectionError =>
  new ConnectionError(`link ${link}: ${describeError(cause)}`, { cause });
