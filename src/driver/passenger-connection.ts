import { toText } from '../kit/bytes.ts';
import { NotImplementedError } from '../kit/errors.ts';
import type { Connection, ConnectionHandlers, InstrumentLink } from './connection.ts';
import { type Host, isReached, type Say, unreached } from './host.ts';

/**
 * A passenger's connection: it reads what the host's port agent has, as one client more, and never writes there. Its instrument is
 * there while the port agent and the host's driver have theirs. What is sent goes through the host, a line at a time.
 */
export function passengerConnection(client: Connection, host: Host, say: Say | undefined): Connection {
  const present = (): InstrumentLink =>
    client.state === 'connected' && isReached(host) ? 'connected' : 'disconnected';
  let stopHearing = (): void => {};
  let typed = '';
  return {
    get state() {
      return present();
    },
    get absence() {
      return isReached(host) ? undefined : unreached(host).message;
    },
    get caughtUp() {
      return Promise.resolve(client.caughtUp);
    },
    async initComms(handlers: ConnectionHandlers, signal) {
      let told: InstrumentLink | undefined;
      const tell = (): void => {
        const now = present();
        if (told === undefined || now === told) return;
        told = now;
        handlers.onState(now);
      };
      await client.initComms({ ...handlers, onState: tell }, signal);
      told = present();
      stopHearing = host.onState(tell);
    },
    async send(bytes, signal = new AbortController().signal) {
      if (say === undefined) throw new NotImplementedError(`${host.id} hands nothing on: this instrument only sends`);
      const lines = (typed + toText(bytes)).split(/[\r\n]+/);
      typed = lines.pop() ?? '';
      for (const line of lines) if (line !== '') await say(line, signal);
    },
    async sendBreak() {
      throw new NotImplementedError(`it is reached through ${host.id} and has no line to break`);
    },
    async stopComms() {
      stopHearing();
      await client.stopComms();
    },
  };
}
