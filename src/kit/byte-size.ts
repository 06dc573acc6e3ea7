const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Bytes of `'256 MiB'`; anything else is a `SyntaxError` that says what would be right. */
export function parseByteSize(text: string): number {
  const [, count, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (count === undefined || factor === undefined) {
    throw new SyntaxError(`'${text}' is not a size such as '512 MB', '256 MiB' or '2 GiB'`);
  }
  return Math.round(Number(count) * factor);
}
