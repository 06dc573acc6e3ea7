import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { concatBytes, toBytes, toText } from '../kit/bytes.ts';
import { fromIso } from '../kit/time.ts';
import { encodePacket, HEADER_SIZE } from './codec.ts';
import { logPath } from './log-days.ts';
import { type ReadLogOptions, readLog } from './log-reader.ts';
import { comparePositions, formatPosition, isDay, parsePosition } from './position.ts';
import { readSpan } from './read-span.ts';
import type { WritableType } from './types.ts';
import { verifyLog } from './verify-log.ts';

const FIRST = '2026-11-20';
const LATER = '2026-11-22';
const at = (day: string, second = 0): bigint => fromIso(`${day}T00:00:00Z`) + BigInt(second) * 1_000_000_000n;
const packet = (payload: string | Uint8Array, day = FIRST, second = 0, type: WritableType = 'DATA_FROM_INSTRUMENT') =>
  encodePacket(type, typeof payload === 'string' ? toBytes(payload) : payload, at(day, second));

/** A log with these days' files; the days that are not named are absent. */
async function logOf(t: TestContext, days: Readonly<Record<string, readonly Uint8Array[]>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-log-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  for (const [day, packets] of Object.entries(days))
    await writeFile(logPath(dir, day), concatBytes([new Uint8Array(), ...packets]));
  return dir;
}

async function read(dir: string, options?: ReadLogOptions): Promise<string[]> {
  const texts: string[] = [];
  for await (const batch of readLog(dir, options)) texts.push(...batch.map((logged) => toText(logged.packet.payload)));
  return texts;
}

const twoDays = {
  [FIRST]: [packet('a', FIRST, 1), packet('b', FIRST, 2), packet('c', FIRST, 3)],
  [LATER]: [packet('d', LATER, 1), packet('e', LATER, 2)],
};

test('a log is read across its days, also when a day between is absent', async (t) => {
  const dir = await logOf(t, twoDays);
  await writeFile(join(dir, 'notes.txt'), 'not a log');
  await writeFile(join(dir, '2026-13-45.datalog'), packet('not a day'));
  assert.deepEqual(await read(dir), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(await read(dir, { from: { day: '2026-11-21', offset: 0 } }), ['d', 'e']);
  assert.deepEqual(await read(join(dir, 'nowhere')), []);
});

test('reading begins with the packet that the position points into, at whichever of its bytes', async (t) => {
  const dir = await logOf(t, twoDays);
  for (let offset = 0; offset <= 51; offset++) {
    const expected = ['a', 'b', 'c', 'd', 'e'].slice(Math.floor(offset / 17));
    assert.deepEqual(await read(dir, { from: { day: FIRST, offset } }), expected, `offset ${offset}`);
  }
});

test('a position inside packets that a payload contains belongs to the outer packet', async (t) => {
  const inner = concatBytes([packet('inner'), packet('x'.repeat(60_000))]);
  const dir = await logOf(t, { [FIRST]: [packet('first'), packet(inner, FIRST, 1), packet('last', FIRST, 2)] });
  for (const offset of [21, 37, 40, 60, 50_000, 60_000]) {
    assert.deepEqual(
      (await read(dir, { from: { day: FIRST, offset } })).map((text) => text.length),
      [inner.length, 4],
    );
  }
});

test('a position past the end, or on a day without a file, is an error that says where the log ends', async (t) => {
  const dir = await logOf(t, twoDays);
  await assert.rejects(read(dir, { from: { day: FIRST, offset: 52 } }), {
    code: 'parameter',
    message: 'position 2026-11-20:52 lies past the end of the log of that day, 2026-11-20:51',
  });
  await assert.rejects(read(dir, { from: { day: '2026-11-21', offset: 5 } }), {
    code: 'parameter',
    message: 'position 2026-11-21:5: the log has no file of that day (it reaches from 2026-11-20 to 2026-11-22)',
  });
});

test('reading ends before a position, or leaves out what is dated later than a time', async (t) => {
  const dir = await logOf(t, twoDays);
  assert.deepEqual(await read(dir, { to: { day: FIRST, offset: 34 } }), ['a', 'b']);
  assert.deepEqual(await read(dir, { to: { day: LATER, offset: 0 } }), ['a', 'b', 'c']);
  assert.deepEqual(await read(dir, { to: at(LATER, 2) }), ['a', 'b', 'c', 'd']);
});

test('reading stops when its signal aborts', async (t) => {
  const dir = await logOf(t, twoDays);
  const reason = new Error('enough');
  await assert.rejects(read(dir, { signal: AbortSignal.abort(reason) }), reason);
});

test('a packet that is half written at the end of the newest file is left for later, with what stands inside it', async (t) => {
  const outer = packet(concatBytes([packet('inner'), toBytes('more')]), LATER, 9);
  const dir = await logOf(t, { ...twoDays, [LATER]: [packet('d', LATER, 1), outer.subarray(0, -2)] });
  assert.deepEqual(await read(dir), ['a', 'b', 'c', 'd']);
});

test('large files are read in pieces and come out whole, past what is damaged', async (t) => {
  const packets = Array.from({ length: 3000 }, (_, i) => packet(`${i} `.repeat(i % 300), FIRST, i));
  packets[1777]![20] = packets[1777]![20]! ^ 0xff;
  const dir = await logOf(t, { [FIRST]: packets });
  let count = 0;
  for await (const batch of readLog(dir)) count += batch.length;
  assert.equal(count, 2999);
  const report = await verifyLog(logPath(dir, FIRST));
  assert.deepEqual(report.damaged, [
    { offset: packets.slice(0, 1777).reduce((sum, bytes) => sum + bytes.length, 0), bytes: packets[1777]!.length },
  ]);
});

test('verifying says what is in a file, what is damaged and what is torn', async (t) => {
  const dir = await logOf(t, {
    [FIRST]: [
      toBytes('??'),
      packet('a', FIRST, 1),
      toBytes('damage'),
      packet('b', FIRST, 2),
      packet('torn').subarray(0, 18),
    ],
  });
  assert.deepEqual(await verifyLog(logPath(dir, FIRST)), {
    packets: 2,
    bytes: 2 + 17 + 6 + 17 + 18,
    damaged: [
      { offset: 0, bytes: 2 },
      { offset: 19, bytes: 6 },
    ],
    tornTail: 18,
    first: at(FIRST, 1),
    last: at(FIRST, 2),
    lost: [],
    digests: { right: [], wrong: [] },
  });
});

test('a log of the older port agents is read with their table of types', async (t) => {
  const dir = await logOf(t, { [FIRST]: [packet('', FIRST, 0, 'DIGI_CMD')] });
  const types: string[] = [];
  for await (const batch of readLog(dir, { generation: 'cpa' }))
    types.push(...batch.map((logged) => logged.packet.type));
  assert.deepEqual(types, ['HEARTBEAT']);
});

test('the bytes of a sample are found again: inside one packet, over several with others between, and into the next day', async (t) => {
  const dir = await logOf(t, {
    [FIRST]: [
      packet('..one two', FIRST, 1),
      packet('command', FIRST, 2, 'DATA_FROM_DRIVER'),
      packet(' three', FIRST, 3),
    ],
    [LATER]: [packet(' four..', LATER, 1)],
  });
  const span = async (offset: number, length: number): Promise<string> =>
    toText(await readSpan(dir, { day: FIRST, offset: HEADER_SIZE + offset, length }));
  assert.equal(await span(2, 3), 'one');
  assert.equal(await span(2, 13), 'one two three');
  assert.equal(await span(2, 18), 'one two three four');
  await assert.rejects(span(2, 21), { code: 'parameter', message: /the log ends 1 bytes before the 21 bytes/ });
  await assert.rejects(span(9, 1), { code: 'parameter', message: /not that of a byte from the instrument/ });
  await assert.rejects(span(9 + 16, 1), { code: 'parameter', message: /not that of a byte from the instrument/ });
});

test('positions are written, read and ordered', () => {
  assert.deepEqual(parsePosition('2026-11-22:1234'), { day: '2026-11-22', offset: 1234 });
  assert.equal(formatPosition({ day: '2026-11-22', offset: 1234 }), '2026-11-22:1234');
  for (const wrong of ['', '2026-11-22', '2026-02-30:0', '2026-11-22:-1', '2026-11-22:1e3', 'yesterday!:5']) {
    assert.throws(() => parsePosition(wrong), { code: 'parameter', message: /not a position in a log such as/ });
  }
  const ordered = ['2026-11-22:5', '2026-11-22:40', '2026-11-23:0'].map(parsePosition);
  assert.deepEqual([...ordered].reverse().sort(comparePositions), ordered);
  assert.equal(isDay('2024-02-29'), true);
});
