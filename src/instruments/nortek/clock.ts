import type { FieldInfo } from '../../definition/field.ts';
import { computed, fromBcd, toBcd } from '../../definition/frame-field.ts';
import type { InstrumentClock } from '../../definition/instrument.ts';
import { viewOf } from '../../kit/bytes.ts';
import { fromMillis, fullYear, type Nanos, toMillis } from '../../kit/time.ts';

/** Six bytes of binary coded decimals: minute, second, day, hour, year in the century, month. UTC as far as its owner set it so. */
const CLOCK_LENGTH = 6;

/** The time at an offset; a `RangeError` where the bytes are no time. */
export function readClock(bytes: DataView, offset = 0): Nanos {
  const [minute, second, day, hour, shortYear, month] = digits(bytes, offset);
  const year = fullYear(shortYear);
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  if (
    month < 1 ||
    month > 12 ||
    day < 1 ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    new Date(ms).getUTCDate() !== day
  )
    throw new RangeError(`${year}-${month}-${day} ${hour}:${minute}:${second} is not a time`);
  return fromMillis(ms);
}

function digits(bytes: DataView, offset: number): [number, number, number, number, number, number] {
  const at = (i: number): number => {
    const byte = bytes.getUint8(offset + i);
    if ((byte & 0x0f) > 9 || byte > 0x99) throw new RangeError(`0x${byte.toString(16)} is not two decimal digits`);
    return fromBcd(byte);
  };
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
}

export function writeClock(bytes: DataView, time: Nanos, offset = 0): void {
  const date = new Date(toMillis(time));
  const parts = [
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCFullYear() % 100,
    date.getUTCMonth() + 1,
  ];
  for (const [i, part] of parts.entries()) bytes.setUint8(offset + i, toBcd(part));
}

/** Whether a clock's six bytes stand there: the further proof of a reply that has no checksum. */
export function isClock(bytes: DataView, offset = 0): boolean {
  try {
    readClock(bytes, offset);
    return true;
  } catch {
    return false;
  }
}

export const toClockText = (time: Nanos): string =>
  new Date(toMillis(time)).toISOString().slice(0, 19).replace('T', ' ');

/** A clock as OOI's particles show it: `2012-12-13 17:03:26`. */
export const clockText = (offset: number, info: FieldInfo = {}) =>
  computed<string>({
    title: "The instrument's clock",
    ...info,
    type: 'text',
    end: offset + CLOCK_LENGTH,
    get: (frame) => toClockText(readClock(frame, offset)),
    put: (frame, value) => writeClock(frame, fromMillis(Date.parse(`${value.replace(' ', 'T')}Z`)), offset),
  });

/** `RC` reads it, `SC` sets it. */
export const nortekClock = <Name extends string>(shownBy: Name): InstrumentClock<Name> => ({
  shownBy,
  read: ({ bytes }) => (bytes.length < CLOCK_LENGTH ? undefined : readClock(viewOf(bytes))),
  write({ bytes }, time) {
    const reply = bytes.slice();
    writeClock(viewOf(reply), time);
    return reply;
  },
  set: [
    {
      prefix: 'SC',
      width: CLOCK_LENGTH,
      format(time) {
        const bytes = Buffer.alloc(CLOCK_LENGTH);
        writeClock(viewOf(bytes), time);
        return bytes.toString('latin1');
      },
      parse: (sent) => readClock(viewOf(Buffer.from(sent, 'latin1'))),
    },
  ],
  tolerance: '2 s',
  whileStreaming: 'pause',
});
