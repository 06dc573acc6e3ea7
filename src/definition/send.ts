import { toBytes } from '../kit/bytes.ts';
import type { Duration } from '../kit/duration.ts';

/** One step of what goes to the instrument: bytes, a pause in the typing, or a break on the line. */
export type SendStep = Uint8Array | { readonly pause: Duration } | { readonly lineBreak: Duration };

/**
 * What is sent: a text, to which the dialogue's newline is added; bytes, sent as they are; or a sequence of steps, in which
 * texts are sent as they are.
 */
export type Send = string | Uint8Array | readonly (string | SendStep)[];

/** Waits so long before the rest is sent. */
export const pause = (duration: Duration): SendStep => ({ pause: duration });

/** Holds the line in the break condition: out of band, so the link or the port agent's side channel must be able to. */
export const lineBreak = (duration: Duration): SendStep => ({ lineBreak: duration });

/** The steps in the form that is sent. */
export function toSteps(send: Send, newline: string): readonly SendStep[] {
  if (typeof send === 'string') return [toBytes(send + newline)];
  if (send instanceof Uint8Array) return [send];
  return send.map((step) => (typeof step === 'string' ? toBytes(step) : step));
}

/** Only the bytes of the steps. */
export const bytesOf = (steps: readonly SendStep[]): Uint8Array[] => steps.filter((step) => step instanceof Uint8Array);
