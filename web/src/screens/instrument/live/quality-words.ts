const WORDS: Readonly<Record<string, string>> = {
  ok: 'good',
  checksum_failed: 'checksum failed',
  out_of_range: 'out of range',
  invalid: 'not decoded in full',
  questionable: 'questionable',
};

/** A sample's quality, as people say it. */
export const qualityWords = (quality: string): string => WORDS[quality] ?? quality.replaceAll('_', ' ');
