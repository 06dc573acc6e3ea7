import { type Batch, type Entry, encodeBatch } from '../../src/packet/batch.ts';
import { PacketDecoder } from '../../src/packet/decoder.ts';

const PAYLOAD = 1024;
/** So many packets are written at once: what a port agent finds waiting when data come fast. */
const BATCH = 64;
const CHUNK = 65_536;

/** Payloads of all byte values, no two of a batch alike. */
const payloads = Array.from({ length: BATCH }, (_, i) =>
  Uint8Array.from({ length: PAYLOAD }, (_, j) => (j * (2 * i + 1) + i) & 0xff),
);

/** GB of payload a second. */
function rateOf(batches: number, work: () => void): number {
  const begun = performance.now();
  for (let i = 0; i < batches; i++) work();
  return (batches * BATCH * PAYLOAD) / (performance.now() - begun) / 1e6;
}

/** Encodes as the writer of the log does, and decodes and verifies as its readers do. */
export function sonde(batches: number): readonly number[] {
  const time = BigInt(Date.now()) * 1_000_000n;
  const encode = (): Batch => {
    const entries = payloads.map(
      (payload, i): Entry => ({ type: 'DATA_FROM_INSTRUMENT', payload, time: time + BigInt(i), day: '2026-11-22' }),
    );
    return encodeBatch(entries, 0);
  };
  const log = Buffer.concat(Array.from({ length: 16 }, () => encode().pieces).flat());
  const chunks: Buffer[] = [];
  for (let at = 0; at < log.length; at += CHUNK) chunks.push(log.subarray(at, at + CHUNK));
  let packets = 0;
  const decode = (decoder: PacketDecoder): void => {
    for (const chunk of chunks) {
      for (const { payload } of decoder.push(chunk)) {
        if (payload.length === PAYLOAD && payload[1] === payloads[packets % BATCH]![1]) packets++;
      }
    }
  };

  checkDecoded(chunks);
  rateOf(batches / 10, encode);
  const encoded = rateOf(batches, encode);
  const decoder = new PacketDecoder();
  packets = 0;
  const decoded = 16 * rateOf(batches / 16, () => decode(decoder));
  const sent = (batches / 16) * 16 * BATCH;
  if (packets !== sent || decoder.skippedBytes !== 0) throw new Error(`${packets} packets came back of ${sent}`);
  return [encoded, decoded];
}

/** What comes back is what was sent, byte for byte, and a damaged bit does not come back. */
function checkDecoded(chunks: readonly Buffer[]): void {
  const decoder = new PacketDecoder();
  let packets = 0;
  for (const chunk of chunks) {
    for (const { payload } of decoder.push(chunk)) {
      const sent = payloads[packets++ % BATCH]!;
      if (Buffer.compare(payload, sent) !== 0) throw new Error(`packet ${packets} came back changed`);
    }
  }
  const damaged = Buffer.from(chunks[0]!);
  damaged[500]! ^= 1;
  const strict = new PacketDecoder();
  strict.push(damaged);
  if (strict.badChecksums !== 1) throw new Error('a damaged packet was not noticed');
}

/** The same payloads, copied one behind the other; and the checksum of it alone. */
export function limit(batches: number): readonly number[] {
  const copies: number[] = [];
  const copy = (): void => {
    const bytes = new Uint8Array(BATCH * PAYLOAD);
    for (const [i, payload] of payloads.entries()) bytes.set(payload, i * PAYLOAD);
    copies[0] = bytes[PAYLOAD]!;
  };
  const words = new Int32Array(Buffer.concat(payloads).buffer);
  let sum = 0;
  const xor = (): void => {
    for (let i = 0; i < words.length; i++) sum ^= words[i]!;
  };
  for (const work of [copy, xor]) rateOf(batches / 10, work);
  const rates = [rateOf(batches, copy), rateOf(batches, xor)];
  if (copies[0] !== payloads[1]![0] || !Number.isInteger(sum)) throw new Error('nothing was copied');
  return rates;
}
