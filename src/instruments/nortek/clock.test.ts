import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex } from '../../kit/bytes.ts';
import { fromIso, toIso } from '../../kit/time.ts';
import { isClock, readClock, writeClock } from './clock.ts';

const viewOf = (hex: string): DataView => new DataView(Uint8Array.from(fromHex(hex)).buffer);

test('six bytes of binary coded decimals are a time', () => {
  assert.equal(toIso(readClock(viewOf('032613171212'))), '2012-12-13T17:03:26.000Z');
});

test('a clock that lost its power is in 1970, not in 2070', () => {
  assert.equal(toIso(readClock(viewOf('000001007001'))), '1970-01-01T00:00:00.000Z');
  assert.equal(toIso(readClock(viewOf('595931236912'))), '2069-12-31T23:59:59.000Z');
});

test('what is written is read again', () => {
  for (const time of ['1970-01-01T00:00:00Z', '2000-02-29T23:59:58Z', '2026-11-23T01:02:03Z']) {
    const bytes = new DataView(new ArrayBuffer(8));
    writeClock(bytes, fromIso(time), 1);
    assert.equal(readClock(bytes, 1), fromIso(time));
  }
});

test('digits that are none, and days and hours that are not there, are no time', () => {
  for (const hex of ['0a2613171212', '036013171212', '032632171112', '032613241212', '032613171213', '032630171202'])
    assert.equal(isClock(viewOf(hex)), false, hex);
});
