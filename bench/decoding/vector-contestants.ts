import { vector } from '../../src/instruments/nortek/vector/index.ts';
import type { Values } from '../../src/model/sample.ts';
import { compileSieve } from '../../src/sieve/compile-sieve.ts';
import { toSamples } from '../../src/sieve/to-sample.ts';
import { Parser } from './binary-parser.ts';
import { chunksOf, expectEqual, secondsOf } from './chunks.ts';
import { RECORD, sumOfValues, velocityRecords } from './vector-input.ts';

/** How many millions of records a second become samples whose values somebody reads. */
export function sonde(bytes: number): readonly number[] {
  const burst = velocityRecords();
  const chunks = chunksOf(burst, bytes);
  const newSieve = compileSieve(vector);
  const run = (pieces: readonly Uint8Array[]): Read => {
    const sieve = newSieve();
    const read = { count: 0, sum: 0 };
    let offset = 0;
    for (const piece of pieces) {
      const now = BigInt(Date.now()) * 1_000_000n;
      const found = sieve.push(piece, { time: now, origin: { day: '2014-10-11', offset } });
      offset += piece.length;
      for (const sample of toSamples(found, { instrument: 'vector', now })) {
        if (sample.stream !== 'velocity' || sample.quality !== 'ok') continue;
        read.count++;
        read.sum += sumOf(sample.values);
      }
    }
    return read;
  };
  return [measure(run, chunks, burst)];
}

const sumOf = (v: Values): number =>
  Number(v.analog_input_2) +
  Number(v.ensemble_counter) +
  Number(v.seawater_pressure_mbar) +
  Number(v.analog_input_1) +
  Number(v.turbulent_velocity_east) +
  Number(v.turbulent_velocity_north) +
  Number(v.turbulent_velocity_vertical) +
  Number(v.amplitude_beam_1) +
  Number(v.amplitude_beam_2) +
  Number(v.amplitude_beam_3) +
  Number(v.correlation_beam_1) +
  Number(v.correlation_beam_2) +
  Number(v.correlation_beam_3);

/** The peer is handed each record, as by a program that has found it: it looks for no sync, and verifies no checksum. */
export function binaryParser(bytes: number): readonly number[] {
  const burst = velocityRecords();
  const parser = recordParser();
  const run = (pieces: readonly Uint8Array[]): Read => {
    const read = { count: 0, sum: 0 };
    for (const piece of pieces) {
      for (let at = 0; at < piece.length; at += RECORD) {
        read.count++;
        read.sum += sumOfParts(parser.parse(piece.subarray(at, at + RECORD)));
      }
    }
    return read;
  };
  return [measure(run, wholeBursts(burst, bytes), burst)];
}

/** The most that it can do: a whole burst, of which it knows that it holds nothing but records, becomes one array. */
export function binaryParserArray(bytes: number): readonly number[] {
  const burst = velocityRecords();
  const parser = new Parser().array('records', { type: recordParser(), readUntil: 'eof' });
  const run = (pieces: readonly Uint8Array[]): Read => {
    const read = { count: 0, sum: 0 };
    for (const piece of pieces) {
      for (const record of parser.parse(piece).records) {
        read.count++;
        read.sum += sumOfParts(record);
      }
    }
    return read;
  };
  return [measure(run, wholeBursts(burst, bytes), burst)];
}

const wholeBursts = (burst: Buffer, bytes: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes / burst.length) }, () => burst);

type Parts = ReturnType<ReturnType<typeof recordParser>['parse']>;

const recordParser = () =>
  new Parser()
    .endianness('little')
    .seek(2)
    .uint8('analog_input_2_low')
    .uint8('ensemble_counter')
    .uint8('pressure_high')
    .uint8('analog_input_2_high')
    .uint16('pressure_low')
    .uint16('analog_input_1')
    .int16('east')
    .int16('north')
    .int16('vertical')
    .uint8('amplitude_beam_1')
    .uint8('amplitude_beam_2')
    .uint8('amplitude_beam_3')
    .uint8('correlation_beam_1')
    .uint8('correlation_beam_2')
    .uint8('correlation_beam_3')
    .seek(2);

const sumOfParts = (r: Parts): number =>
  r.analog_input_2_low +
  256 * r.analog_input_2_high +
  r.ensemble_counter +
  r.pressure_low +
  65_536 * r.pressure_high +
  r.analog_input_1 +
  r.east +
  r.north +
  r.vertical +
  r.amplitude_beam_1 +
  r.amplitude_beam_2 +
  r.amplitude_beam_3 +
  r.correlation_beam_1 +
  r.correlation_beam_2 +
  r.correlation_beam_3;

/** What was read of the records. */
interface Read {
  readonly count: number;
  readonly sum: number;
}

/** Millions of records a second; a first run of a tenth is not timed. */
function measure(run: (chunks: readonly Uint8Array[]) => Read, chunks: readonly Uint8Array[], burst: Buffer): number {
  run(chunks.slice(0, Math.ceil(chunks.length / 10)));
  let read: Read = { count: 0, sum: 0 };
  const seconds = secondsOf(() => {
    read = run(chunks);
  });
  const times = chunks.reduce((sum, { length }) => sum + length, 0) / burst.length;
  expectEqual('records', read.count, (times * burst.length) / RECORD);
  expectEqual('sum of all values', read.sum, times * sumOfValues(burst));
  return read.count / seconds / 1e6;
}
