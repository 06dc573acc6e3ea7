import type { NcAttributes } from './netcdf-file.ts';

/** The flags of QARTOD and what they mean (IOOS Metadata Profile 1.2, "Quality flags"; QARTOD manual for flags, 2017). */
export const QARTOD_FLAGS: NcAttributes = {
  flag_values: Int8Array.of(1, 2, 3, 4, 9),
  flag_meanings: 'PASS NOT_EVALUATED SUSPECT FAIL MISSING',
};

/** Tests that have a standard name of their own (CF Standard Name Table). */
const NAMED_TESTS: ReadonlySet<string> = new Set([
  'attenuated_signal',
  'climatology',
  'density_inversion',
  'flat_line',
  'gap',
  'gross_range',
  'location',
  'multi_variate',
  'neighbor',
  'rate_of_change',
  'spike',
  'syntax',
]);

/** The CF standard name of a column of flags. */
export const flagStandardName = (test: string | undefined): string => {
  if (test === undefined) return 'aggregate_quality_flag';
  return NAMED_TESTS.has(test) ? `${test}_test_quality_flag` : 'quality_flag';
};

/** What the decoder says of samples, as numbers. */
export const QUALITIES: readonly string[] = ['ok', 'checksum_failed', 'out_of_range', 'invalid', 'questionable'];

/** Numbers that stand for words, from 0 on. */
export const coded = (words: readonly string[]): NcAttributes => ({
  flag_values: Int8Array.from(words, (_, i) => i),
  flag_meanings: words.join(' '),
});
