import { z } from 'zod';
import { describeError } from '../kit/errors.ts';

/** A text that `parse` accepts; its error message is the issue's. `error` is that of what is no text. */
export const parsedBy = (parse: (text: string) => unknown, error?: string) =>
  z.string(error).check((context) => {
    try {
      parse(context.value);
    } catch (error) {
      // Were it the end of checking, of a choice only that none fits would be said.
      context.issues.push({ code: 'custom', input: context.value, message: describeError(error), continue: true });
    }
  });
