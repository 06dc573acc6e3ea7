import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes, toText } from '../kit/bytes.ts';
import { fromIso, toIso } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { type InputForm, inputDecoder, readInput } from './input.ts';

async function read(bytes: Uint8Array, form: InputForm, size = bytes.length): Promise<string[]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
  const pieces: string[] = [];
  for await (const { direction, bytes: piece, time } of readInput(chunks, inputDecoder(form)))
    pieces.push(`${direction} ${time === undefined ? '' : `${toIso(time)} `}${toText(piece)}`);
  return pieces;
}

const DCL = [
  '2015/04/09 16:45:11.068 [ctdbp1:DLOGP3]:Instrument Started [Power On]\n',
  '2015/04/09 16:45:24.043 # 11.6507,  3.66046\r\n',
  '2015/04/09 16:45:34.037 # 11.6543,  3.66095\r\n',
].join('');
const FROM_DCL = [
  'received 2015-04-09T16:45:24.043Z # 11.6507,  3.66046\r\n',
  'received 2015-04-09T16:45:34.037Z # 11.6543,  3.66095\r\n',
];

test('raw bytes are passed on', async () => {
  assert.deepEqual(await read(toBytes('abc'), 'raw'), ['received abc']);
});

test('hex digits in any layout become bytes, however the file is cut', async () => {
  const text = toBytes('41 42\n434\n4\n');
  assert.deepEqual((await read(text, 'hex')).join(), 'received ABCD');
  assert.equal((await read(text, 'hex', 1)).map((piece) => piece.replace('received ', '')).join(''), 'ABCD');
});

test('a data logger’s times and its own lines are taken away, however the file is cut', async () => {
  for (const size of [1, 7, 1000]) assert.deepEqual(await read(toBytes(DCL), 'dcl', size), FROM_DCL);
  assert.deepEqual(await read(toBytes(DCL.slice(0, -5)), 'dcl'), [FROM_DCL[0], FROM_DCL[1]?.slice(0, -5)]);
});

test('what the instrument sent behind a data logger’s tag is kept', async () => {
  const file =
    '2014/09/30 00:30:18.918 [ctdbp1:DLOGP3]:Instrument Started [Power On]\n' +
    '2014/09/30 00:30:22.456 [ctdbp1:DLOGP3]: 19.7398,  0.00004,   -0.063\r\n' +
    '2014/09/30 00:30:23.456 [ctdbp1:DLOGP3]:0409DB0A738C\r\n';
  const decoder = inputDecoder('dcl');
  const pieces = [...decoder.push(Buffer.from(file)), ...decoder.end()];
  assert.deepEqual(
    pieces.map(({ bytes }) => toText(bytes)),
    [' 19.7398,  0.00004,   -0.063\r\n', '0409DB0A738C\r\n'],
  );
});

test('a data logger’s time in the middle of a line begins a chunk of its own', async () => {
  const file = toBytes(
    [
      '2015/10/07 18:45:06.115 [ctdbp:DLOGP3]:Instrument Started [Power On] 2015/10/07 18:45:19.082 # 13.3687\n',
      '2017/05/09 01:16:10.711 [flort:DLOGP2]:\xff2017/05/09 01:16:49.253 [flort:DLOGP2]:\xfe\n',
    ].join(''),
  );
  for (const size of [1, 1000])
    assert.deepEqual(await read(file, 'dcl', size), [
      'received 2015-10-07T18:45:19.082Z # 13.3687\n',
      'received 2017-05-09T01:16:10.711Z \xff',
      'received 2017-05-09T01:16:49.253Z \xfe\n',
    ]);
});

test('a data logger’s sixtieth second is the next minute’s first', async () => {
  assert.deepEqual(await read(toBytes('2015/10/23 02:59:60.000 10/23/15\n'), 'dcl'), [
    'received 2015-10-23T03:00:00.000Z 10/23/15\n',
  ]);
});

test('a line without a time keeps all its bytes', async () => {
  assert.deepEqual(await read(toBytes('2015/13/45 99:99:99.000 x\nabc\n'), 'dcl'), [
    'received 2015/13/45 99:99:99.000 x\n',
    'received abc\n',
  ]);
});

test('a data logger’s hex digits become bytes', async () => {
  const text =
    '2014/04/24 00:01:58.003 414243\n2014/04/24 00:01:59.003 [adcpt:DLOGP4]:Idle\n2014/04/24 00:02:00.000 4445\r\n';
  assert.deepEqual(await read(toBytes(text), 'dcl-hex'), [
    'received 2014-04-24T00:01:58.003Z ABC',
    'received 2014-04-24T00:02:00.000Z DE',
  ]);
});

const time = fromIso('2026-01-01T00:00:00Z');
const LOG = Buffer.concat([
  encodePacket('HEARTBEAT', new Uint8Array(), time),
  encodePacket('DATA_FROM_DRIVER', toBytes('ds\r\n'), time),
  encodePacket('PORT_AGENT_STATUS', toBytes('CONNECTED'), time),
  encodePacket('DATA_FROM_INSTRUMENT', toBytes('S>'), time),
]);

test('a port agent’s log holds both directions and their times', async () => {
  const expected = ['sent 2026-01-01T00:00:00.000Z ds\r\n', 'received 2026-01-01T00:00:00.000Z S>'];
  assert.deepEqual(await read(LOG, 'datalog'), expected);
  assert.deepEqual(await read(LOG, 'auto', 5), expected);
});

test('a log within a log’s packet is what the instrument sent, however the file is cut', async () => {
  const later = encodePacket('DATA_FROM_INSTRUMENT', toBytes('inner'), time + 120_000_000_000n);
  const outer = encodePacket('DATA_FROM_INSTRUMENT', Buffer.concat([later, toBytes('rest')]), time);
  const whole = await read(outer, 'datalog');
  assert.equal(whole.length, 1);
  assert.deepEqual(await read(outer, 'datalog', outer.length - 2), whole);
});

test('a log that begins in the middle of a packet is known as one', async () => {
  assert.deepEqual(await read(LOG.subarray(5), 'auto'), await read(LOG, 'datalog'));
});

test('bytes that are damaged beyond reading are counted', () => {
  const unreadable = (bytes: Uint8Array, form: InputForm): number => {
    const decoder = inputDecoder(form);
    decoder.push(bytes);
    decoder.end();
    return decoder.unreadable;
  };
  assert.equal(unreadable(LOG, 'datalog'), 0);
  assert.equal(unreadable(Buffer.concat([toBytes('torn'), LOG, LOG.subarray(0, 7)]), 'datalog'), 11);
  assert.equal(unreadable(Buffer.concat([LOG, toBytes('torn')]), 'auto'), 4);
  assert.equal(unreadable(toBytes('41 4x2\n4'), 'hex'), 2);
});

test('a data logger’s line with half a byte stays as it is', async () => {
  assert.deepEqual(await read(toBytes('2014/04/24 00:01:58.003 41424\n'), 'dcl-hex'), [
    'received 2014-04-24T00:01:58.003Z 41424\n',
  ]);
});

test('auto tells a data logger’s text from binary records behind single times', async () => {
  assert.deepEqual(await read(toBytes(DCL), 'auto', 10), FROM_DCL);
  const binary = toBytes(
    `2014/10/11 00:29:28.576 ${'\xa5\x10\n'.repeat(20)}${'\x00'.repeat(30)}\n${'\x00'.repeat(30)}\n`,
  );
  assert.equal((await read(binary, 'auto'))[0], `received ${toText(binary)}`);
  assert.deepEqual(await read(toBytes('#1.5, 2\r\n'), 'auto'), ['received #1.5, 2\r\n']);
});

test('auto tells a data logger’s hex digits from its text', async () => {
  const line = `2014/04/24 00:01:58.003 ${'41'.repeat(40)}\r\n`;
  assert.deepEqual(await read(toBytes(line), 'auto'), [`received 2014-04-24T00:01:58.003Z ${'A'.repeat(40)}`]);
});

test('a file with no bytes holds nothing', () => {
  for (const form of ['auto', 'raw', 'hex', 'datalog', 'dcl', 'dcl-hex'] as const) {
    const pieces = inputDecoder(form).end();
    assert.equal(
      pieces.reduce((sum, { bytes }) => sum + bytes.length, 0),
      0,
    );
  }
});
