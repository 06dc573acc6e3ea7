import type { Instrument } from '../definition/instrument.ts';
import type { Tunnel } from '../definition/rides.ts';
import { ConnectionError, NotImplementedError, StateError } from '../kit/errors.ts';
import type { Values } from '../model/sample.ts';
import { CONNECTION_STATES, type DriverState } from '../model/states.ts';
import { isStreaming } from './declared/streaming.ts';

/** The instrument behind which another one is found, its passenger: as the passenger's driver sees it. */
export interface Host {
  readonly id: string;
  readonly definition: Instrument;
  /** Of its driver. */
  readonly state: DriverState;
  /** Has it carry out one of its own commands, behind whatever it is doing. */
  execute(command: string, args: Values, signal: AbortSignal): Promise<unknown>;
  /** Told after each change of `state`; the returned function ends that. */
  onState(listener: () => void): () => void;
}

/** Says a text to the passenger and returns what it answers. */
export type Say = (text: string, signal: AbortSignal) => Promise<string>;

/** Whether the host's driver has its instrument. */
export const isReached = ({ state }: Host): boolean => !CONNECTION_STATES.some((other) => other === state);

/** Whether it is known what the host's instrument is doing. */
export const isKnown = (host: Host): boolean => isReached(host) && host.state !== 'unknown';

export const unreached = ({ id, state }: Host): ConnectionError =>
  new ConnectionError(`${id}, through which it is reached, is itself ${state}`);

/** Resolves when the host has come to do something else. Rejects with the signal's reason. */
export const nextState = (host: Host, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const over = (): void => {
      stop();
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      over();
      reject(signal.reason);
    };
    const stop = host.onState(() => {
      over();
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });

/**
 * What the passenger does while its host does this: it streams when the host does, and listens when the host does. `StateError`
 * while the host does something that tells nothing about it.
 */
export function stateBeside(host: Host, { states }: Instrument): string {
  const { id, definition, state } = host;
  if (state === 'unknown') return state;
  const own = isStreaming(definition, state) ? Object.keys(states).find((name) => states[name]?.streaming) : undefined;
  if (own !== undefined) return own;
  if (Object.hasOwn(states, state)) return state;
  throw new StateError(`discover behind ${id}`, state, []);
}

/** Has the host carry out a command for its passenger. `StateError` and `ConnectionError` say what is the matter with the host. */
export async function askHost(host: Host, command: string, args: Values, signal: AbortSignal): Promise<unknown> {
  if (!isReached(host)) throw unreached(host);
  try {
    return await host.execute(command, args, signal);
  } catch (thrown) {
    if (!(thrown instanceof StateError)) throw thrown;
    // It was lost while this waited for its turn.
    if (!isReached(host)) throw unreached(host);
    throw new StateError(`${command} of ${host.id}`, thrown.state, thrown.allowed, { cause: thrown });
  }
}

/** What is said to a passenger is the argument of a command of its host; that command's reply is what it answers. */
export function throughHost(host: Host, { command, argument, removes }: Tunnel): Say {
  const own = removes && new RegExp(removes, `${removes.flags.replace('g', '')}g`);
  return async (text, signal) => {
    const reply = await askHost(host, command, { [argument]: text }, signal);
    if (typeof reply !== 'string') {
      throw new NotImplementedError(`'${command}' of ${host.id} brings no text: nothing can be said through it`);
    }
    return own === undefined ? reply : reply.replace(own, '');
  };
}
