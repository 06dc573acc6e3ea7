import type { Socket } from 'node:net';
import { toBytes, toText } from '../kit/bytes.ts';
import { Clients } from './clients.ts';

/** A line that is longer is none. */
const LONGEST = 256;

const answerTo = (line: string, onBreak: (milliseconds: number) => void): string => {
  const [, milliseconds] = /^break +(\d{1,6})$/i.exec(line.trim()) ?? [];
  if (milliseconds === undefined) return `ERROR: '${line.trim()}' is not understood; there is: break <milliseconds>`;
  onBreak(Number(milliseconds));
  return 'OK';
};

/**
 * A terminal server's side channel: hears `break <milliseconds>`, a line each, and answers `OK`.
 * @throws ConnectionError when the port cannot be had.
 */
export function listenForBreaks(
  place: { readonly host: string; readonly port: number },
  onBreak: (milliseconds: number) => void,
): Promise<Clients> {
  const begun = new WeakMap<Socket, string>();
  return Clients.listen({
    ...place,
    onBytes(bytes, client) {
      const lines = ((begun.get(client) ?? '') + toText(bytes)).split('\n');
      begun.set(client, lines.pop()!.slice(0, LONGEST));
      for (const line of lines) client.write(toBytes(`${answerTo(line.slice(0, LONGEST), onBreak)}\r\n`));
    },
  });
}
