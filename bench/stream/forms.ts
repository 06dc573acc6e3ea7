import { wordSum } from './word-sum.ts';

/** Records of one instrument, each of which carries a number: what is lost, comes twice or stands in the wrong place is noticed. */
export interface Form {
  readonly kind: string;
  readonly stream: string;
  /** Bytes of a record. */
  readonly size: number;
  /** Writes the record with this number. */
  readonly write: (bytes: Buffer, at: number, number: number) => void;
  /** The number in a sample's values. */
  readonly numberOf: (values: Readonly<Record<string, unknown>>) => number;
  /** The same of a row in the store. */
  readonly sql: string;
}

const VELOCITY_SIZE = 24;

/** Velocity records of a Nortek Vector: the number stands in two of the three velocities, 15 bits each. */
const frames: Form = {
  kind: 'nortek.vector',
  stream: 'velocity',
  size: VELOCITY_SIZE,
  write(bytes, at, number) {
    bytes.fill(0x42, at, at + VELOCITY_SIZE);
    bytes.writeUInt16BE(0xa510, at);
    bytes.writeUInt8(number & 0xff, at + 3);
    bytes.writeInt16LE(number & 0x7fff, at + 10);
    bytes.writeInt16LE(number >> 15, at + 12);
    bytes.writeUInt16LE(wordSum(bytes, at, VELOCITY_SIZE - 2), at + VELOCITY_SIZE - 2);
  },
  numberOf: ({ turbulent_velocity_east: low, turbulent_velocity_north: high }) => Number(low) + Number(high) * 2 ** 15,
  sql: 'turbulent_velocity_east + turbulent_velocity_north * 32768',
};

const TEMPERATURES = 300_000;

/** Lines of an SBE 37: the number stands in the temperature, 0 to 29.9999 °C, and in the pressure. */
const lines: Form = {
  kind: 'sea_bird.sbe37_smp',
  stream: 'ctd',
  size: 28,
  write(bytes, at, number) {
    const temperature = ((number % TEMPERATURES) / 10_000).toFixed(4).padStart(7);
    const pressure = Math.floor(number / TEMPERATURES)
      .toFixed(3)
      .padStart(8);
    bytes.write(`#${temperature}, 3.56789,${pressure}\r\n`, at, 'latin1');
  },
  numberOf: ({ temp, pressure }) => Math.round(Number(temp) * 10_000) + Number(pressure) * TEMPERATURES,
  sql: `round(temp * 10000)::BIGINT + pressure::BIGINT * ${TEMPERATURES}`,
};

export const FORMS = { frames, lines } as const;
export type FormName = keyof typeof FORMS;

export const isFormName = (name: string | undefined): name is FormName => name !== undefined && name in FORMS;

/** So many records one after the other, from a number on. */
export function recordsOf({ size, write }: Form, first: number, count: number): Buffer {
  const bytes = Buffer.allocUnsafe(size * count);
  for (let i = 0; i < count; i++) write(bytes, i * size, first + i);
  return bytes;
}
