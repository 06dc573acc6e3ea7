import { wordSum } from '../definition/checksum.ts';
import { integer, number, text } from '../definition/field.ts';
import { u8, u16 } from '../definition/frame-field.ts';
import { block, found, frame, line } from '../definition/stream.ts';
import { concatBytes, toBytes } from '../kit/bytes.ts';
import { compileSieve } from './compile-sieve.ts';
import type { Arrival, Decoded, Sieve } from './sieve.ts';

const checksum = wordSum(0);

/** An instrument that does not exist: it has every kind of record in one stream. */
export const mixed = {
  dialogue: { newline: '\r\n', prompt: /S>\s*$/ },
  samples: {
    fixed: frame({ sync: [0xa5, 0x10], length: 8, checksum }, { count: u8(2), value: u16(4) }),
    /** Its third byte is its length; of a short one the second value is missing. */
    sized: frame(
      { sync: [0xa5, 0x20], head: 3, length: (head) => head.getUint8(2), longest: 64, checksum },
      { first: u8(3), second: u16(8) },
    ),
    reply: frame(
      { after: 'ASK', length: 2, trailer: [6, 6], plausible: (bytes) => bytes.getUint8(0) < 10 },
      { n: u8(0) },
    ),
    point: line(/^# *(?<a>-?\d+\.\d+), *(?<b>\d+|x)(?:, *(?<c>\w+))?$/, {
      a: number({ valid: [-10, 10] }),
      b: integer(),
      c: text(),
    }),
    status: block(
      { from: /^STATUS \d/, to: /^END \d$/, longest: 120 },
      { n: found(/^STATUS (\d)/m, integer()), volts: found(/^volts = (\d+)/m, integer()) },
    ),
  },
};

export const newSieve: () => Sieve = compileSieve(mixed);

export function fixedFrame(count: number, value: number): Uint8Array {
  const bytes = Uint8Array.of(0xa5, 0x10, count, 0, value & 0xff, value >> 8, 0, 0);
  checksum.seal(bytes);
  return bytes;
}

export function sizedFrame(length: number, first: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(0x41);
  bytes.set([0xa5, 0x20, length, first]);
  checksum.seal(bytes);
  return bytes;
}

export function damaged(frameBytes: Uint8Array, at = frameBytes.length - 1): Uint8Array {
  const bytes = frameBytes.slice();
  bytes[at]! ^= 0x55;
  return bytes;
}

export const join = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  concatBytes(parts.map((part) => (typeof part === 'string' ? toBytes(part) : part)));

/** Stream, quality and values of each record, as short texts. */
export const told = (records: readonly Decoded[]): string[] =>
  records.map(({ stream, quality, values }) => `${stream} ${quality} ${Object.values(values).join(' ')}`);

/** What a new sieve makes of all of it. */
export function sifted(...parts: readonly (string | Uint8Array)[]): string[] {
  const sieve = newSieve();
  return told([...sieve.push(join(...parts)), ...sieve.end()]);
}

export const at = (offset: number, time?: bigint): Arrival => ({ origin: { day: '2026-01-01', offset }, time });
