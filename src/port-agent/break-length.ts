import { ParameterError } from '../kit/errors.ts';

const LEAST = 100;
const MOST = 4000;

export const BREAK_LENGTHS = `${LEAST} to ${MOST} ms`;

/** How long a break lasts, in ms: 100 unless it is said; a `ParameterError` outside 100…4000, as in the original port agent. */
export function readBreakLength(text: string | undefined): number {
  const ms = text === undefined ? LEAST : Number(text);
  if (Number.isInteger(ms) && ms >= LEAST && ms <= MOST) return ms;
  throw new ParameterError(`break: '${text}' is not a length of ${BREAK_LENGTHS}`);
}
