import { createWriteStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { ByteLengthParser } from '@serialport/parser-byte-length';
import { ReadlineParser } from '@serialport/parser-readline';
import { FORMS, type FormName } from './forms.ts';
import type { SubscriberPlan } from './subscriber-plan.ts';
import { wordSum } from './word-sum.ts';

type Parsed = Readonly<Record<string, unknown>>;
type Took = (numbers: readonly number[]) => void;

/** What somebody would write who needs no more than the values: of one record, its bounds known. */
const PARSED: Readonly<Record<FormName, (record: Buffer) => Parsed>> = {
  frames: (record) => {
    if (wordSum(record, 0, 22) !== record.readUInt16LE(22)) throw new Error('a frame with a wrong checksum');
    return {
      analog_input_2: record[2]! + (record[5]! << 8),
      ensemble_counter: record[3]!,
      seawater_pressure_mbar: record[6]! + (record[7]! << 8) + (record[4]! << 16),
      analog_input_1: record.readUInt16LE(8),
      turbulent_velocity_east: record.readInt16LE(10),
      turbulent_velocity_north: record.readInt16LE(12),
      turbulent_velocity_vertical: record.readInt16LE(14),
      amplitudes: [record[16]!, record[17]!, record[18]!],
      correlations: [record[19]!, record[20]!, record[21]!],
    };
  },
  lines: (record) => {
    const [temp, conductivity, pressure] = record.toString('latin1', 1).split(',');
    return { temp: Number(temp), conductivity: Number(conductivity), pressure: Number(pressure) };
  },
};

/** One process that reads the socket and parses: nothing is logged, and nothing is found that does not begin where the last one ended. */
export async function byHand({ form, port }: SubscriberPlan, took: Took): Promise<void> {
  const { size, numberOf } = FORMS[form];
  const parse = PARSED[form];
  let rest = Buffer.alloc(0);
  connect(port, '127.0.0.1').on('data', (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const numbers: number[] = [];
    let at = 0;
    for (; at + size <= bytes.length; at += size) numbers.push(numberOf(parse(bytes.subarray(at, at + size))));
    rest = bytes.subarray(at);
    took(numbers);
  });
}

/** A parser of `serialport`, and all bytes appended to a file. */
export async function throughParser(plan: SubscriberPlan, took: Took): Promise<void> {
  const { numberOf } = FORMS[plan.form];
  const socket = connect(plan.port, '127.0.0.1');
  socket.pipe(createWriteStream(join(plan.folder, 'raw')));
  parsedBy(plan, socket, (values) => took([numberOf(values)]));
}

/** The same parser, and the values appended to a file as CSV; a record has come when its line is written. */
export async function toCsv(plan: SubscriberPlan, took: Took): Promise<void> {
  const { numberOf } = FORMS[plan.form];
  const file = createWriteStream(join(plan.folder, 'values.csv'));
  let lines: string[] = [];
  let numbers: number[] = [];
  const write = (): void => {
    const written = numbers;
    file.write(lines.join(''), () => took(written));
    lines = [];
    numbers = [];
  };
  const socket = connect(plan.port, '127.0.0.1').on('data', () => setImmediate(write));
  parsedBy(plan, socket, (values) => {
    lines.push(`${new Date().toISOString()},${Object.values(values).join(',')}\n`);
    numbers.push(numberOf(values));
  });
}

function parsedBy({ form }: SubscriberPlan, socket: Socket, found: (values: Parsed) => void): void {
  const parse = PARSED[form];
  const parser =
    form === 'lines'
      ? new ReadlineParser({ delimiter: '\r\n', encoding: 'latin1' })
      : new ByteLengthParser({ length: FORMS[form].size });
  socket.pipe(parser).on('data', (record: Buffer | string) => {
    found(parse(typeof record === 'string' ? Buffer.from(record, 'latin1') : record));
  });
}
