const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** How much that is, with three digits: `1.83 MB`. */
export function bytesWords(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1000 ** step;
  return `${step === 0 ? size : size.toPrecision(3)} ${UNITS[step]}`;
}
