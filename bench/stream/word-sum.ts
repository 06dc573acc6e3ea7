/** Nortek's checksum: b58c and all 16-bit words, the low byte first. */
export function wordSum(bytes: Buffer, at: number, length: number): number {
  let sum = 0xb58c;
  for (let i = 0; i < length; i += 2) sum += bytes[at + i]! + (bytes[at + i + 1]! << 8);
  return sum & 0xffff;
}
