import type { IncomingMessage } from 'node:http';
import { ConnectionError } from '../kit/errors.ts';
import { isRecord } from '../kit/records.ts';
import type { Place } from './place.ts';
import { RemoteError } from './remote-error.ts';

export async function textOf(answer: IncomingMessage): Promise<string> {
  try {
    const parts: Buffer[] = await answer.toArray();
    return Buffer.concat(parts).toString();
  } catch (cause) {
    throw new ConnectionError('the program ended in the middle of its answer', { cause });
  }
}

/** As JSON; nothing where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Somebody else answers there. */
export const stranger = ({ name }: Place, said: string): ConnectionError =>
  new ConnectionError(`${name} does not answer as Sonde does: ${said.slice(0, 104)}`);

/** The error that an answer tells which is no success. */
export async function errorIn(place: Place, answer: IncomingMessage): Promise<Error> {
  const { statusCode = 500 } = answer;
  const text = await textOf(answer);
  const problem = parsed(text);
  return statusCode >= 400 && isRecord(problem) && 'code' in problem
    ? new RemoteError(problem)
    : stranger(place, `${statusCode} ${text}`);
}
