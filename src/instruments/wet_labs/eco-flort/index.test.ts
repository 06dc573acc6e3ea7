import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../../../kit/bytes.ts';
import { toIso } from '../../../kit/time.ts';
import { compileSieve } from '../../../sieve/compile-sieve.ts';
import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { type ExpectedRecord, fixture, ooiRecords } from '../../../testing/fixture.ts';
import { ecoFlort } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const constants = ooiRecords(at('constants.expected.jsonl'), ecoFlort);
const constant = (name: string, stream: string) =>
  fixture(
    at(name),
    constants.filter((record) => record.stream === stream),
  );

const logged = (time: string, beta: number, chl: number, cdom: number, thermistor: number): ExpectedRecord => ({
  stream: 'data_record',
  quality: 'ok',
  device: `2015-10-23T${time}.000Z`,
  values: { raw_signal_beta: beta, raw_signal_chl: chl, raw_signal_cdom: cdom, raw_internal_temp: thermistor },
});

describeInstrument(ecoFlort, {
  fixtures: [
    constant('record.bin', 'data_record'),
    constant('menu.bin', 'status'),
    constant('metadata.bin', 'metadata'),
    fixture(at('metadata-and-record.bin'), ooiRecords(at('metadata-and-record.expected.jsonl'), ecoFlort)),
    fixture(at('field-2014-01-01.log'), ooiRecords(at('field-2014-01-01.expected.jsonl.gz'), ecoFlort), {
      input: 'dcl',
    }),
    // The logger's words do not end, the first record has lost its first bytes, and the third line has a sixtieth second.
    fixture(
      at('first-line-torn.log'),
      [
        logged('02:11:57', 210, 162, 62, 542),
        logged('02:11:58', 199, 164, 63, 542),
        logged('02:12:00', 201, 163, 61, 542),
      ],
      { input: 'dcl' },
    ),
  ],
});

const startSieve = compileSieve(ecoFlort);
const recordsIn = (text: string) => startSieve().push(toBytes(text));
const RECORD = '07/25/13\t06:00:06\t700\t144\t695\t105\t460\t56\t555';
const { acquire_status: MENU } = ecoFlort.simulation.replies;

test('a detector that is off has no value, and counts below zero are counts', () => {
  const [off] = recordsIn(`${RECORD.replace('\t56\t', '\t--\t')}\r\n`);
  assert.deepEqual([off?.values.raw_signal_cdom, off?.values.raw_signal_chl, off?.quality], [null, 105, 'ok']);
  const [negative] = recordsIn(`${RECORD.replace('\t56\t', '\t-56\t')}\r\n`);
  assert.equal(negative?.values.raw_signal_cdom, -56);
});

test('a record is found whatever ends the line before it, and none in half a line or behind a logger’s words', () => {
  for (const between of ['\r\n', '\n', '\n\r', '\r\r\n', 'mvs 1\r\n'])
    assert.equal(recordsIn(`${RECORD}\r\n${between}${RECORD}\r\n`).length, 2, JSON.stringify(between));
  for (const cut of [RECORD.slice(0, -4), RECORD.slice(3), `[flort:DLOGP2]:${RECORD}`, `${RECORD}\t1`])
    assert.deepEqual(recordsIn(`${cut}\r\n`), [], cut);
});

test('a record is found behind the junk of a power-up, and behind one that was broken off', () => {
  for (const junk of ['\xff\x00\xfe', '\x80', `${RECORD.slice(0, 18)}`])
    assert.equal(recordsIn(`${junk}${RECORD}\r\n`)[0]?.values.raw_signal_beta, 144, JSON.stringify(junk));
});

test('a record that begins within a number of one that was broken off has its own date', () => {
  for (const broken of [RECORD.slice(0, 24), RECORD.slice(0, 25), `${RECORD}\r\n${RECORD.slice(0, 23)}`]) {
    const record = recordsIn(`${broken}${RECORD}\r\n`).at(-1);
    assert.deepEqual([record?.values.date_string, record?.values.raw_signal_beta], ['07/25/13', 144], broken);
  }
});

test('a date that cannot be leaves the record its values', () => {
  const [record] = recordsIn(`${RECORD.replace('07/25/13', '13/25/13')}\r\n`);
  assert.deepEqual([record?.values.raw_signal_beta, record?.device], [144, undefined]);
});

test('the menu may have more lines than are known', () => {
  const menu = String(MENU).replace('Seq 0', 'Asv 1\r\nAsc 10\r\nSeq 0').replace('Mem 4095', 'Tbl 3\r\nMem 4095');
  const [status] = recordsIn(menu);
  assert.deepEqual([status?.quality, status?.values.internal_memory], ['ok', 4095]);
  assert.equal(status?.device === undefined ? '' : toIso(status.device), '2013-07-11T12:48:34.000Z');
});
