const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** How many bytes, with three digits: `532 B`, `1.53 MB`. */
export function byteWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}
