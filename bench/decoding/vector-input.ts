import { readFileSync } from 'node:fs';

const CAPTURE = new URL('../../src/instruments/nortek/vector/fixtures/field-2014-10-11.log', import.meta.url);
export const RECORD = 24;
/** How many velocity records the capture holds. See the fixtures' README. */
const RECORDS = 1440;

/** The velocity records of a burst that a Vector sent, one behind the other as they are on the wire. */
export function velocityRecords(): Buffer {
  const capture = readFileSync(CAPTURE);
  const records: Buffer[] = [];
  for (let at = capture.indexOf(SYNC); at >= 0; at = capture.indexOf(SYNC, at + 1)) {
    const record = capture.subarray(at, at + RECORD);
    if (isWhole(record)) records.push(record);
  }
  if (records.length !== RECORDS) throw new Error(`${CAPTURE.pathname} has ${records.length} records, not ${RECORDS}`);
  return Buffer.concat(records);
}

const SYNC = Buffer.of(0xa5, 0x10);

/** 0xb58c and all words before the last one make the last one. Source: Nortek, System Integrator Manual. */
function isWhole(record: Buffer): boolean {
  if (record.length < RECORD) return false;
  let sum = 0xb58c;
  for (let at = 0; at < RECORD - 2; at += 2) sum += record.readUInt16LE(at);
  return (sum & 0xffff) === record.readUInt16LE(RECORD - 2);
}

/** The sum of all values of all records, read one after the other by the maker's table. */
export function sumOfValues(records: Buffer): number {
  let sum = 0;
  for (let at = 0; at < records.length; at += RECORD) {
    const u8 = (offset: number): number => records.readUInt8(at + offset);
    sum += u8(2) + 256 * u8(5) + u8(3);
    sum += records.readUInt16LE(at + 6) + 65_536 * u8(4) + records.readUInt16LE(at + 8);
    for (const offset of [10, 12, 14]) sum += records.readInt16LE(at + offset);
    for (const offset of [16, 17, 18, 19, 20, 21]) sum += u8(offset);
  }
  return sum;
}
