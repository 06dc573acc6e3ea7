import type { IncomingHttpHeaders } from 'node:http';
import { userAtHost } from '../kit/who-runs.ts';

const HEADER = 'x-sonde-asker';
const FORM = /^[\x21-\x7e]+@[\x21-\x7e]+ [\x20-\x7e]{1,100}$/;

/** Who uses one of our programs, as events name them. */
export const nameOf = (program: string): string => `${userAtHost()} ${program}`;

/** What a request says of who asks, and with which program. */
export const askerHeaders = (program: string): Record<string, string> => ({ [HEADER]: nameOf(program) });

/**
 * Who asks: only its own user reaches the socket, so what they say of themselves is believed; of one who says nothing, that user.
 */
export function askerOf({ [HEADER]: said }: IncomingHttpHeaders): string {
  return typeof said === 'string' && FORM.test(said) ? said : nameOf('(another program)');
}
