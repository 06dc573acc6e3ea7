const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** How much that is, with three digits: `1.83 MB`. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  // What is rounded to a thousand is one of the next unit.
  const rounded = Number(bytes.toPrecision(3));
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(rounded) / 3));
  return `${(rounded / 1000 ** step).toPrecision(3)} ${UNITS[step]}`;
}
