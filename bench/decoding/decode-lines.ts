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

interface Input {
  readonly source: LineSource;
  readonly chunks: readonly Buffer[];
  readonly repeats: number;
}

interface Found {
  readonly count: number;
  /** Of what the source adds up. */
  readonly sum: number;
  /** Of the last line, ms. */
  readonly lastClock: number;
}

/** What is decoded before anything is measured: who decodes for weeks is not measured by the first milliseconds. */
const WARM_UP = 8 * 2 ** 20;

function inputOf({ source: name, bytes, chunk }: Load): Input {
  const source = LINE_SOURCES[name]();
  const repeats = Math.max(1, Math.round(bytes / source.lines.length));
  const all = Buffer.alloc(repeats * source.lines.length, source.lines);
  const chunks = Array.from({ length: Math.ceil(all.length / chunk) }, (_, i) =>
    all.subarray(i * chunk, (i + 1) * chunk),
  );
  return { source, chunks, repeats };
}

async function measured(load: Load, decode: (input: Input) => Found | Promise<Found>): Promise<readonly number[]> {
  await decode(inputOf({ ...load, bytes: WARM_UP }));
  const input = inputOf(load);
  const begun = performance.now();
  const found = await decode(input);
  const seconds = (performance.now() - begun) / 1000;
  const { source, repeats } = input;
  const sum = source.sum * repeats;
  assert.equal(found.count, source.count * repeats);
  assert.ok(Math.abs(found.sum - sum) < 1e-9 * sum, `the values add up to ${found.sum} instead of ${sum}`);
  assert.equal(found.lastClock, source.lastClock);
  return [found.count / seconds];
}

/** A sieve, and a subscriber that has the samples in its hands and reads their values. */
export const sonde = (load: Load): Promise<readonly number[]> => measured(load, (input) => decode(input, false));

/** As {@link sonde}, with the physical values and the flags of all tests that the definition asks for. */
export const sondeRefined = (load: Load): Promise<readonly number[]> => measured(load, (input) => decode(input, true));

function decode({ source, chunks }: Input, refined: boolean): Found {
  const { definition, stream, add, shows, derived } = source;
  const sieve = compileSieve(definition)();
  const refiner = makeRefiner({ definition, position: { latitude: 60.4, longitude: 5.3 } });
  const now = systemClock.now();
  const samplesOf = (bytes: Uint8Array, offset: number): readonly Sample[] => {
    const samples = sieve
      .push(bytes, { time: now, origin: { day: '2026-11-23', offset } })
      .map((decoded) => toSample(decoded, { instrument: 'ctd', now }));
    return refined ? refiner.refine(samples).samples : samples;
  };
  if (shows !== undefined) samplesOf(shows, 0);
  let count = 0;
  let sum = 0;
  let last: Sample | undefined;
  let offset = 0;
  for (const chunk of chunks) {
    for (const sample of samplesOf(chunk, offset)) {
      if (sample.stream !== stream) continue;
      count++;
      sum += add(sample.values);
      if (refined && sample.flags === undefined) throw new Error('a sample was not tested');
      last = sample;
    }
    offset += chunk.length;
  }
  const missing = derived.filter((name) => typeof last?.values[name] !== 'number');
  assert.deepEqual(refined ? missing : [], [], 'a derived value is missing');
  return { count, sum, lastClock: toMillis(last?.times.device ?? 0n) };
}

/** What a user would write with npm's `serialport`: its parser for lines, and a few lines of code for the values. */
export const serialport = (load: Load): Promise<readonly number[]> =>
  measured(load, async ({ source, chunks }) => {
    const read = HAND_WRITTEN[load.source];
    const parser = new ReadlineParser({ delimiter: '\r\n', encoding: 'latin1' });
    let count = 0;
    let sum = 0;
    let lastClock = 0;
    parser.on('data', (line: string) => {
      const sample = read(line);
      count++;
      sum += source.add(sample.values);
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
  measured(load, ({ source, chunks, repeats }) => {
    let count = 0;
    let length = 0;
    let rest = '';
    for (const chunk of chunks) {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
        const line = rest + chunk.toString('latin1', start, end);
        rest = '';
        count++;
        length += line.length + 1;
        start = end + 1;
      }
      rest = chunk.toString('latin1', start);
    }
    assert.equal(length, source.lines.length * repeats);
    return { count, sum: source.sum * repeats, lastClock: source.lastClock };
  });
