import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { vector } from '../instruments/nortek/vector/index.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { concatBytes, toBytes } from '../kit/bytes.ts';
import type { Values } from '../model/sample.ts';
import { signatures } from '../testing/sift.ts';
import { compileSieve } from './compile-sieve.ts';
import type { Decoded, Sieve } from './sieve.ts';
import { damaged, fixedFrame, join, newSieve, sizedFrame } from './test-mixed.ts';
import { recalling, recallingParts } from './test-recalling.ts';

const asBytes = (part: string | Uint8Array): Uint8Array => (typeof part === 'string' ? toBytes(part) : part);
const partsOf = ({ simulation }: typeof vector | typeof sbe37Smp): Uint8Array[] =>
  [...Object.values(simulation.records), ...Object.values(simulation.replies), simulation.prompt].map(asBytes);

/** Streams without sync. */
const REPLIES = ['clock', 'battery', 'identification', 'reply'];
const STATUS = toBytes('STATUS 3\r\nvolts = 12\r\nEND 3\r\n');
const SUBJECTS: readonly {
  name: string;
  make: (remembered?: Readonly<Record<string, Values>>) => Sieve;
  parts: readonly Uint8Array[];
  bound: number;
}[] = [
  { name: 'the SBE 37', make: compileSieve(sbe37Smp), parts: partsOf(sbe37Smp), bound: 16_384 + 1600 },
  { name: 'the Vector', make: compileSieve(vector), parts: partsOf(vector), bound: 1024 },
  {
    name: 'one with everything',
    make: newSieve,
    parts: [STATUS, toBytes('#1.5, 2\r\n'), toBytes('S>'), fixedFrame(1, 2), sizedFrame(24, 3), join('S>', STATUS)],
    bound: 16_384 + 128,
  },
  { name: 'one that recalls', make: compileSieve(recalling), parts: recallingParts, bound: 16_384 + 208 },
];

/** Records whole, torn and damaged, with noise in between, and how the stream is cut. */
const streams = (parts: readonly Uint8Array[]) => {
  const part = fc.constantFrom(...parts);
  const torn = fc.tuple(part, fc.nat(), fc.nat()).map(([bytes, a, b]) => {
    const [start, end] = [a % bytes.length, b % bytes.length];
    return bytes.subarray(Math.min(start, end), Math.max(start, end));
  });
  const broken = fc.tuple(part, fc.nat()).map(([bytes, at]) => damaged(bytes, at % bytes.length));
  const noise = fc.uint8Array({ maxLength: 30 });
  return fc.record({
    bytes: fc.array(fc.oneof({ weight: 4, arbitrary: part }, torn, broken, noise), { maxLength: 20 }).map(concatBytes_),
    sizes: fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 10 }),
  });
};
const concatBytes_ = (parts: readonly Uint8Array[]): Uint8Array => concatBytes([...parts, new Uint8Array()]);

const origin = (offset: number) => ({ origin: { day: '2026-01-01', offset } });

for (const { name, make, parts, bound } of SUBJECTS) {
  test(`whatever comes to ${name}, however it is cut, the same is found and every byte is counted`, () => {
    fc.assert(
      fc.property(streams(parts), ({ bytes, sizes }) => {
        const whole = make();
        const expected = [...whole.push(bytes, origin(0)), ...whole.end()];
        const cut = make();
        const found: Decoded[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const next = at + sizes[i % sizes.length]!;
          found.push(...cut.push(bytes.subarray(at, next), origin(at)));
          at = Math.min(next, bytes.length);
          assert(at - (cut.pending?.offset ?? at) <= bound, 'memory is bounded');
        }
        found.push(...cut.end());
        assert.deepEqual(signatures(found), signatures(expected));
        assert.deepEqual(cut.counts, whole.counts);
        assert.equal(cut.counts.claimed + cut.counts.unmatched, bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  test(`a sieve for ${name} that begins where another stood undecided finds what that one had not yet found`, () => {
    fc.assert(
      fc.property(streams(parts), fc.nat(), ({ bytes }, place) => {
        const whole = make();
        const expected = [...whole.push(bytes, origin(0)), ...whole.end()];
        const cut = bytes.length === 0 ? 0 : place % bytes.length;
        const first = make();
        const before = first.push(bytes.subarray(0, cut), origin(0));
        const from = first.pending?.offset ?? cut;
        const second = make(first.remembered);
        const after = [...second.push(bytes.subarray(from), origin(from)), ...second.end()];
        // Where a frame with a wrong checksum began behind noise, its bounds are certain only to the second; and noise that
        // looks like a reply without sync may be one that the first had been told to expect.
        const certain = (records: readonly Decoded[]) =>
          records.filter(
            ({ quality, stream, log }) =>
              quality !== 'checksum_failed' && !(from > 0 && log?.offset === from && REPLIES.includes(stream)),
          );
        assert.deepEqual(signatures(certain([...before, ...after])), signatures(certain(expected)));
      }),
      { numRuns: 300 },
    );
  });
}

test('a good frame is found behind any bytes', () => {
  const good = fixedFrame(9, 4321);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const sieve = newSieve();
      const found = [...sieve.push(noise), ...sieve.push(good), ...sieve.end()];
      const wanted = found.some(({ bytes }) => Buffer.from(bytes).equals(good));
      assert(
        wanted || found.some(({ bytes }) => bytes.length > good.length),
        'it is there, or part of a longer good frame',
      );
    }),
    { numRuns: 500 },
  );
});
