import assert from 'node:assert/strict';
import { once } from 'node:events';
import { ReadlineParser } from 'serialport';
import { systemClock } from '../../src/kit/clock.ts';
import { toMillis } from '../../src/kit/time.ts';
import type { Sample } from '../../src/model/sample.ts';
import { makeRefiner } from '../../src/refine/make-refiner.ts';
import { compileSieve } from '../../src/sieve/compile-sieve.ts';
import { toSample } from '../../src/sieve/to-sample.ts';
import { HAND_WRITTEN } from './hand-written.ts';
import { LINE_SOURCES, type LineSource, type LineSourceName } from './line-sources.ts';

// What the contestants do, each in a process of its own. The chunks are views of one buffer: nobody reads a disk.

export interface Load {
  readonly source: LineSourceName;
  readonly bytes: number;
  /** Bytes that come at once. */
  readonly chunk: number;
}

interface Found {
  readonly count: number;
  /** Of what the source adds up. */
  readonly sum: number;
  /** Of the last line, ms. */
  readonly lastClock: number;
}

/** Decodes chunks that end with a line; then others. */
type Decoder = (chunks: readonly Buffer[]) => Found | Promise<Found>;

/** The part of a load that is decoded before anything is measured: who decodes for weeks is not judged by the first milliseconds. */
const WARM_UP = 1 / 4;

/** The source's lines so many times. */
function chunksOf({ lines }: LineSource, repeats: number, size: number): readonly Buffer[] {
  const all = Buffer.alloc(repeats * lines.length, lines);
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.subarray(i * size, (i + 1) * size));
}

async function measured(load: Load, make: (source: LineSource) => Decoder): Promise<readonly number[]> {
  const source = LINE_SOURCES[load.source]();
  const repeatsIn = (bytes: number): number => Math.ceil(bytes / source.lines.length);
  const repeats = repeatsIn(load.bytes);
  const chunks = chunksOf(source, repeats, load.chunk);
  const decode = make(source);
  await decode(chunksOf(source, repeatsIn(load.bytes * WARM_UP), load.chunk));
  const begun = performance.now();
  const found = await decode(chunks);
  const seconds = (performance.now() - begun) / 1000;
  const sum = source.sum * repeats;
  assert.equal(found.count, source.count * repeats);
  assert.ok(Math.abs(found.sum - sum) < 1e-9 * sum, `the values add up to ${found.sum} instead of ${sum}`);
  assert.equal(found.lastClock, source.lastClock);
  return [found.count / seconds];
}

/** A sieve, and a subscriber that has the samples in its hands and reads their values. */
export const sonde = (load: Load): Promise<readonly number[]> =>
  measured(load, (source) => subscribed(source, samplesIn(source)));

/** As {@link sonde}, with the physical values and the flags of all tests that the definition asks for. */
export const sondeRefined = (load: Load): Promise<readonly number[]> =>
  measured(load, (source) => {
    const { definition, shows = Buffer.alloc(0), derived } = source;
    const refiner = makeRefiner({ definition, position: { latitude: 60.4, longitude: 5.3 } });
    const decode = samplesIn(source);
    const refine = (bytes: Uint8Array): readonly Sample[] => refiner.refine(decode(bytes)).samples;
    refine(shows);
    return subscribed(source, refine, ({ values, flags }) => {
      if (flags === undefined) throw new Error('a sample was not tested');
      for (const name of derived) if (typeof values[name] !== 'number') throw new Error(`${name} is missing`);
    });
  });

function samplesIn({ definition }: LineSource): (bytes: Uint8Array) => readonly Sample[] {
  const sieve = compileSieve(definition)();
  const now = systemClock.now();
  let offset = 0;
  return (bytes) => {
    const found = sieve.push(bytes, { time: now, origin: { day: '2026-11-23', offset } });
    offset += bytes.length;
    return found.map((decoded) => toSample(decoded, { instrument: 'ctd', now }));
  };
}

const subscribed =
  (
    { stream, add }: LineSource,
    samplesOf: (bytes: Uint8Array) => readonly Sample[],
    check: (sample: Sample) => void = () => {},
  ): Decoder =>
  (chunks) => {
    let count = 0;
    let sum = 0;
    let last: Sample | undefined;
    for (const chunk of chunks) {
      for (const sample of samplesOf(chunk)) {
        if (sample.stream !== stream) continue;
        count++;
        sum += add(sample.values);
        check(sample);
        last = sample;
      }
    }
    return { count, sum, lastClock: toMillis(last?.times.device ?? 0n) };
  };

/** What a user would write with npm's `serialport`: its parser for lines, and a few lines of code for the values. */
export const serialport = (load: Load): Promise<readonly number[]> =>
  measured(load, ({ add }) => async (chunks) => {
    const read = HAND_WRITTEN[load.source];
    const parser = new ReadlineParser({ delimiter: '\r\n', encoding: 'latin1' });
    let count = 0;
    let sum = 0;
    let lastClock = 0;
    parser.on('data', (line: string) => {
      const sample = read(line);
      count++;
      sum += add(sample.values);
      lastClock = sample.time;
    });
    for (const chunk of chunks) if (!parser.write(chunk)) await once(parser, 'drain');
    const ended = once(parser, 'end');
    parser.end();
    await ended;
    return { count, sum, lastClock };
  });

/** Looks for the ends of the lines and makes a string of each: what is in them it is told. */
export const lines = (load: Load): Promise<readonly number[]> =>
  measured(load, (source) => (chunks) => {
    let count = 0;
    let rest = '';
    for (const chunk of chunks) {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
        const line = rest + chunk.toString('latin1', start, end);
        if (!line.endsWith('\r')) throw new Error(`a line ends otherwise: '${line}'`);
        rest = '';
        count++;
        start = end + 1;
      }
      rest = chunk.toString('latin1', start);
    }
    return { count, sum: (source.sum * count) / source.count, lastClock: source.lastClock };
  });
