import type { Bench, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';

const CONTESTANTS = new URL('contestants.ts', import.meta.url).href;
const batches = ({ quick }: Turn): number => (quick ? 1_600 : 32_000);

/** The packets of the port agent and its log. */
export const packets: Bench = {
  name: 'packets',
  title: 'Packets of 1 KiB',
  how: 'Payloads of 1 KiB are made into packets with sync, length, time and checksum, 64 at once, as for the log; then a stream of such packets is cut into chunks of 64 KiB, and each packet is found, verified and given out. Counted in bytes of payload. Before, every payload is compared with what was sent, and a flipped bit is noticed. The limit is a copy of the same payloads (encode) and a pass that only XORs their 32-bit words (decode).',
  quantities: [
    { name: 'encode', unit: 'GB/s', better: 'more', goals: [{ value: 1 }] },
    { name: 'decode and verify', unit: 'GB/s', better: 'more', goals: [{ value: 1.2 }] },
  ],
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: (turn) => inChild(CONTESTANTS, 'sonde', batches(turn)) },
    { name: 'copy, XOR', kind: 'limit', run: (turn) => inChild(CONTESTANTS, 'limit', batches(turn)) },
  ],
};
