export { inWholeUnit, numberWords, UNKNOWN, unitWords, valueWords } from '../../../src/model/value-words.ts';

/** QARTOD's flags in words. */
export const FLAG_WORDS: Readonly<Record<number, string>> = {
  1: 'good',
  2: 'not judged',
  3: 'suspect',
  4: 'failed',
  9: 'missing',
};
