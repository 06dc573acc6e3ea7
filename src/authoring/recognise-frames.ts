import { toHex } from '../kit/bytes.ts';
import type { FoundStream } from './findings.ts';
import { byteList } from './source-text.ts';

/** So much is looked at: the search goes over it once for each candidate. */
const LOOKED_AT = 1 << 17;
const SHORTEST = 8;
const LONGEST = 2048;
const FEWEST = 4;
const MOST_FORMS = 6;
const PAIRS = 200;
/** Of so many places of a pair more than half must agree before all are looked at. */
const TRIED = 15;
/** A form that makes up less of what came is a coincidence. */
const LEAST_SHARE = 0.01;

/** Frames of one form: two bytes that begin them, their length, and what proves them. */
interface Form {
  readonly sync: readonly [number, number];
  readonly length: number;
  readonly checksum: string;
  readonly at: readonly number[];
}

/** What a frame's last word holds beyond a sum of what stands before: the same in all frames when that is its checksum. */
type Seed = (start: number, length: number) => number;

/** Sums of words and of bytes up to each place, so that those of any stretch are known at once. */
function seedsIn(bytes: Uint8Array): { readonly words: Seed; readonly bytes: Seed } {
  const words = new Uint32Array(bytes.length + 2);
  const single = new Uint32Array(bytes.length + 1);
  for (let i = 0; i < bytes.length; i++) {
    words[i + 2] = words[i]! + (bytes[i]! | ((bytes[i + 1] ?? 0) << 8));
    single[i + 1] = single[i]! + bytes[i]!;
  }
  const last = (end: number): number => bytes[end - 2]! | (bytes[end - 1]! << 8);
  return {
    words: (start, length) => (last(start + length) - (words[start + length - 2]! - words[start]!)) & 0xffff,
    bytes: (start, length) => (last(start + length) - (single[start + length - 2]! - single[start]!)) & 0xffff,
  };
}

/** Hardly text: what stands in it between two line ends is no line. */
export function isBinary(bytes: Uint8Array): boolean {
  let foreign = 0;
  for (const byte of bytes) if ((byte < 0x20 && !(byte >= 9 && byte <= 13)) || byte > 0x7e) foreign++;
  return foreign * 10 > bytes.length;
}

/**
 * Binary frames of fixed length: two bytes from which a checksum holds over so many, each time that they come. Frames without a
 * checksum are not guessed at: they could begin at any byte that does not change.
 */
export function frameStreams(bytes: Uint8Array): readonly FoundStream[] {
  const looked = Uint8Array.from(bytes.subarray(0, LOOKED_AT));
  const found: Form[] = [];
  if (!isBinary(looked)) return [];
  while (found.length < MOST_FORMS) {
    const form = bestForm(looked);
    if (form === undefined || coverage(form) < LEAST_SHARE * looked.length) break;
    found.push(form);
    // What is claimed is no part of another form.
    for (const start of form.at) looked.fill(0, start, start + form.length);
  }
  return found.map((form) => streamOf(form, bytes));
}

function streamOf({ sync, length, checksum, at }: Form, bytes: Uint8Array): FoundStream {
  const [start = 0] = at;
  return {
    name: `frame_${toHex(Uint8Array.from(sync), '_')}`,
    source: `frame({ sync: ${byteList(sync)}, length: ${length}, checksum: ${checksum} }, {
      // In the place of this: each field at its offset in the manual's table, e.g. u16(4, { unit: 'dbar' }).
      payload: raw(2, ${length - 4}),
    })`,
    words: ['frame', 'raw', checksum.replace(/\(.*/, '')],
    example: Uint8Array.from(bytes.subarray(start, start + length)),
    isText: false,
    every: 1,
  };
}

function bestForm(bytes: Uint8Array): Form | undefined {
  const seeds = seedsIn(bytes);
  const longest = Math.min(LONGEST, Math.floor(bytes.length / FEWEST));
  let best: Form | undefined;
  for (const [pair, at] of pairsIn(bytes)) {
    for (let length = SHORTEST; length <= longest; length++) {
      if (at.length * length <= coverage(best)) continue;
      const form = provenForm([pair >> 8, pair & 0xff], length, at, bytes, seeds);
      if (form !== undefined && coverage(form) > coverage(best)) best = form;
    }
  }
  return best;
}

/** Where each pair of bytes stands that comes often enough to begin frames; the most frequent pairs. */
function pairsIn(bytes: Uint8Array): readonly (readonly [pair: number, at: readonly number[]])[] {
  const places = new Map<number, number[]>();
  for (let i = 0; i + 1 < bytes.length; i++) {
    const pair = (bytes[i]! << 8) | bytes[i + 1]!;
    // Zeros and blanks fill what is empty.
    if (pair === 0 || pair === 0x2020) continue;
    const own = places.get(pair);
    if (own === undefined) places.set(pair, [i]);
    else own.push(i);
  }
  return [...places]
    .filter(([, at]) => at.length >= FEWEST)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, PAIRS);
}

const coverage = (form: Form | undefined): number => (form === undefined ? 0 : form.at.length * form.length);

function provenForm(
  sync: readonly [number, number],
  length: number,
  at: readonly number[],
  bytes: Uint8Array,
  seeds: ReturnType<typeof seedsIn>,
): Form | undefined {
  const fits = (start: number): boolean => start + length <= bytes.length;
  const candidates = [
    { seed: seeds.bytes, wanted: 0, checksum: () => 'byteSum' },
    { seed: seeds.words, wanted: undefined, checksum: (value: number) => `wordSum(0x${value.toString(16)})` },
  ];
  for (const { seed, wanted, checksum } of candidates) {
    const value = common(at.slice(0, TRIED).filter(fits), (start) => seed(start, length));
    if (value === undefined || value !== (wanted ?? value)) continue;
    const proven = at.filter((start) => fits(start) && seed(start, length) === value);
    if (proven.length < FEWEST || proven.length * 2 <= at.length || !differ(bytes, proven, length)) continue;
    return { sync, length, checksum: checksum(value), at: apart(proven, length) };
  }
  return undefined;
}

/** The value that more than half of these have. */
function common(starts: readonly number[], read: (start: number) => number): number | undefined {
  const values = starts.map(read);
  return values.find((value) => values.filter((other) => other === value).length * 2 > values.length);
}

/** A sum over what never changes proves nothing: most of the frames must differ, and so must what stands in their last words. */
function differ(bytes: Uint8Array, starts: readonly number[], length: number): boolean {
  const count = (from: number, to: number): number =>
    new Set(starts.map((start) => toHex(bytes.subarray(start + from, start + to)))).size;
  return count(length - 2, length) * 2 > starts.length && count(2, length - 2) * 2 > starts.length;
}

/** Those that do not begin inside another. */
function apart(starts: readonly number[], length: number): number[] {
  const kept: number[] = [];
  for (const start of starts) if (start >= (kept.at(-1) ?? -length) + length) kept.push(start);
  return kept;
}
