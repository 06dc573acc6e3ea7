const PERIOD = 1 << 20;
/** The longest stretch that can be had at once. */
export const LONGEST = 1 << 20;

/** The same pseudo-random bytes in every process (xorshift32). */
const pattern = Buffer.alloc(PERIOD + LONGEST);
let state = 0x9e3779b9;
for (let at = 0; at < PERIOD; at += 4) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  pattern.writeInt32LE(state, at);
}
pattern.copy(pattern, PERIOD, 0, LONGEST);

/** What a device sends as its bytes from `offset` on. */
export const patternAt = (offset: number, length: number): Buffer =>
  pattern.subarray(offset % PERIOD, (offset % PERIOD) + length);

/** Throws where these are not the device's bytes from `offset` on. */
export function demandPattern(bytes: Uint8Array, offset: number): void {
  if (!patternAt(offset, bytes.length).equals(bytes)) throw new Error(`other bytes than were sent, from ${offset} on`);
}
