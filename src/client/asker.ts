import type { IncomingHttpHeaders } from 'node:http';
import { hostname, userInfo } from 'node:os';

const HEADER = 'x-sonde-asker';
const FORM = /^[\x21-\x7e]+@[\x21-\x7e]+ [\x20-\x7e]{1,100}$/;

/** Who works at this machine; whoever became another user by `sudo` is still themselves. Also for one that has no name. */
function user(): string {
  if (process.env.SUDO_USER) return process.env.SUDO_USER;
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? '?'}`;
  }
}

const nameOf = (program: string): string => `${`${user()}@${hostname()}`.replace(/[^\x21-\x7e]/g, '_')} ${program}`;

/** What a request says of who asks, and with which program. */
export const askerHeaders = (program: string): Record<string, string> => ({ [HEADER]: nameOf(program) });

/**
 * Who asks: only its own user reaches the socket, so what they say of themselves is believed; of one who says nothing, that user.
 */
export function askerOf({ [HEADER]: said }: IncomingHttpHeaders): string {
  return typeof said === 'string' && FORM.test(said) ? said : nameOf('(another program)');
}
