import { describeMilliseconds } from '../kit/duration.ts';
import { DefinitionError, TimeoutError } from '../kit/errors.ts';
import { timeLimited } from '../kit/time-limited.ts';

/** Runs what a definition says is to be done at once, `during` something that is told where it fails. */
export type Guard = <T>(during: string, work: () => T) => T;

/** During what an `error` comes when what the instrument sent cannot be taken because of a fault of its definition. */
export const DECODING = 'decoding what it sent';

/** For definitions that are part of the program: they were tried. */
export const trusting: Guard = (_, work) => work();

/** What takes longer, in ms, does not end: a loop, a regular expression that tries for ever. */
const LIMIT = 500;

/** For definitions that come from elsewhere: a `DefinitionError` where one does not come to an end. */
export const limiting =
  (kind: string): Guard =>
  (during, work) => {
    try {
      return timeLimited(LIMIT, during, work);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      const message = `${kind}: ${during} did not end within ${describeMilliseconds(LIMIT)}: a loop or a regular expression in it goes on for ever`;
      throw new DefinitionError(message, { cause: error });
    }
  };
