/** What a sieve is given at a time: as much as a port agent reads at once. */
const CHUNK = 65_536;

/** The same bytes again and again, `total` or a little more, in chunks that do not end where a record does. */
export function chunksOf(bytes: Uint8Array, total: number): Uint8Array[] {
  const times = Math.ceil(CHUNK / bytes.length) + 1;
  const loop = Buffer.concat(Array.from({ length: times }, () => bytes));
  const end = Math.ceil(total / bytes.length) * bytes.length;
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < end; at += CHUNK) {
    const start = at % bytes.length;
    chunks.push(loop.subarray(start, start + Math.min(CHUNK, end - at)));
  }
  return chunks;
}

/** Seconds that it takes. */
export function secondsOf(work: () => void): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1000;
}

/** @throws Error where what was counted or summed up is not what it should be. */
export function expectEqual(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found} where it should be ${expected}`);
}
