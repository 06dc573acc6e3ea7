import type { Bench, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';

const CONTESTANTS = new URL('vector-contestants.ts', import.meta.url).href;
const bytes = ({ quick }: Turn): number => (quick ? 8 : 120) * 2 ** 20;

/** A Nortek Vector's frames become samples. */
export const vectorFrames: Bench = {
  name: 'decode-vector',
  title: 'Vector frames → samples',
  how: 'The velocity records (24 bytes) of a burst that a Nortek Vector sent, again and again, in chunks of 64 KiB that do not end where a record does. Sonde finds each by its sync, verifies its checksum, decodes all 13 fields and makes the sample with its arrival, its place in the log and its bytes. `binary-parser` does no framing: it is told where each record begins, and parses one record a call; no checksum, no times, no place in a log, and the values that stand apart in a record are put together by its user. With records that are known to lie side by side, it makes one array of a whole burst in one call, which a stream of bytes with checksums does not allow. All values of all records are read and summed up; the sum is compared with that of a slow reading by the maker’s table.',
  quantities: [
    {
      name: '',
      unit: 'M samples/s',
      better: 'more',
      goals: [{ value: 3 }, { ratio: 1, to: 'binary-parser, told where each record begins' }],
    },
  ],
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: (turn) => inChild(CONTESTANTS, 'sonde', bytes(turn)) },
    {
      name: 'binary-parser, told where each record begins',
      kind: 'peer',
      run: (turn) => inChild(CONTESTANTS, 'binaryParser', bytes(turn)),
    },
    {
      name: 'binary-parser, records known to lie side by side',
      kind: 'peer',
      run: (turn) => inChild(CONTESTANTS, 'binaryParserArray', bytes(turn)),
    },
  ],
};
