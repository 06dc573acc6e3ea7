import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../kit/bytes.ts';
import { fromIso } from '../kit/time.ts';
import { pythonRepr, sniffLine } from './sniff-line.ts';

test('bytes are shown as Python 2 shows a string', () => {
  assert.equal(pythonRepr(toBytes('ab\r\n\t\\ \x00\x7f\xff')), String.raw`'ab\r\n\t\\ \x00\x7f\xff'`);
  assert.equal(pythonRepr(toBytes("it's")), `"it's"`);
  assert.equal(pythonRepr(toBytes(`'a' "b"`)), String.raw`'\'a\' "b"'`);
});

test('a packet is one line: NTP time, type, checksum, payload', () => {
  const time = fromIso('2013-02-07T12:31:33.5Z');
  assert.equal(sniffLine(1, time, toBytes('ab')), "3569229093.5000 : FROM_INSTRUMENT :  CRC OK : 'ab'\n");
  assert.equal(sniffLine(9, time, toBytes('HB')), "3569229093.5000 :    PA_HEARTBEAT :  CRC OK : 'HB'\n");
});
