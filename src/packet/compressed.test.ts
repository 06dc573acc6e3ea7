import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { concatBytes, toText } from '../kit/bytes.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { dayOf, fromIso } from '../kit/time.ts';
import { encodePacket } from './codec.ts';
import { compressDay } from './compress-day.ts';
import { DamagedLogError } from './compressed-source.ts';
import { digestPath, readDigest, writeDigest } from './digest.ts';
import { FRAME } from './frames.ts';
import { compressedPath, logDays, logPath } from './log-days.ts';
import { readLog } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';
import { withDay } from './open-day.ts';
import { readSpan } from './read-span.ts';
import { isWhole, verifyLog } from './verify-log.ts';

const DAY = '2026-11-20';
const NEXT = '2026-11-21';

async function scratch(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-compressed-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Packets of all sizes with a payload that tells its number, and noise that does not compress: some frames' worth. */
function manyPackets(count: number, day = DAY): Uint8Array {
  const midnight = fromIso(`${day}T00:00:00Z`);
  let seed = 1;
  const noise = (length: number): Uint8Array =>
    Uint8Array.from({ length }, () => {
      seed = (seed * 48_271) % 0x7fff_ffff;
      return seed & 0xff;
    });
  return concatBytes(
    Array.from({ length: count }, (_, i) => {
      const payload = concatBytes([Buffer.from(`${i}\r\n`), noise(i % 97 === 0 ? 40_000 : i % 300)]);
      return encodePacket('DATA_FROM_INSTRUMENT', payload, midnight + BigInt(i) * 1_000_000n);
    }),
  );
}

async function positions(dir: string, options: Parameters<typeof readLog>[1] = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const batch of readLog(dir, options))
    all.push(
      ...batch.map(
        ({ packet, position }) => `${position.day}:${position.offset} ${toText(packet.payload).slice(0, 6)}`,
      ),
    );
  return all;
}

/** A log of a closed day of three frames and a bit, and of a day that follows. */
async function twoDays(t: TestContext): Promise<{ dir: string; bytes: Uint8Array }> {
  const dir = await scratch(t);
  const bytes = manyPackets(7000);
  assert.ok(bytes.length > 3 * FRAME);
  await writeFile(logPath(dir, DAY), bytes);
  await writeFile(logPath(dir, NEXT), manyPackets(10, NEXT));
  return { dir, bytes };
}

test('a compressed day is read as before, from any position, and so is what follows it', async (t) => {
  const { dir, bytes } = await twoDays(t);
  const before = await positions(dir);
  const middle = [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME + 777, bytes.length - 1, bytes.length];
  const froms = middle.map((offset) => ({ day: DAY, offset }));
  const parts = await Promise.all(froms.map((from) => positions(dir, { from })));
  const cut = await positions(dir, { from: { day: DAY, offset: 9 }, to: { day: DAY, offset: FRAME + 12_345 } });
  await compressDay(dir, DAY);
  assert.deepEqual(await logDays(dir), [DAY, NEXT]);
  assert.deepEqual((await readdir(dir)).sort(), [
    `${DAY}.datalog.sha256`,
    `${DAY}.datalog.zst`,
    `${DAY}.datalog.zst.sha256`,
    `${NEXT}.datalog`,
  ]);
  assert.deepEqual(await positions(dir), before);
  assert.deepEqual(await Promise.all(froms.map((from) => positions(dir, { from }))), parts);
  assert.deepEqual(
    await positions(dir, { from: { day: DAY, offset: 9 }, to: { day: DAY, offset: FRAME + 12_345 } }),
    cut,
  );
  await assert.rejects(positions(dir, { from: { day: DAY, offset: bytes.length + 1 } }), /lies past the end/);
});

test('zstd gives the very bytes back, and sha256sum finds both files as they were', async (t) => {
  if (!needs('zstd', t)) return;
  const { dir, bytes } = await twoDays(t);
  await compressDay(dir, DAY);
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { cwd: dir, encoding: 'utf8' });
  assert.match(run('sha256sum', '-c', `${DAY}.datalog.zst.sha256`), /: OK/);
  run('zstd', '-q', '-d', `${DAY}.datalog.zst`);
  assert.match(run('sha256sum', '-c', `${DAY}.datalog.sha256`), /: OK/);
  assert.equal(Buffer.compare(await readFile(logPath(dir, DAY)), bytes), 0);
});

test('a day without a byte is compressed too', async (t) => {
  const dir = await scratch(t);
  await writeFile(logPath(dir, DAY), '');
  await compressDay(dir, DAY);
  assert.deepEqual(await positions(dir), []);
  assert.ok(isWhole(await verifyLog(compressedPath(dir, DAY))));
  if (needs('zstd', t)) assert.equal(execFileSync('zstd', ['-q', '-d', '-c', compressedPath(dir, DAY)]).length, 0);
});

test('the bytes of a sample are found in a compressed day, also where it goes over two frames', async (t) => {
  const { dir } = await twoDays(t);
  const whole: { offset: number; payload: Uint8Array }[] = [];
  for await (const batch of readLog(dir))
    whole.push(...batch.map(({ packet }) => ({ offset: packet.offset + 16, payload: packet.payload.slice() })));
  const over = whole.find(({ offset, payload }) => offset < FRAME && offset + payload.length > FRAME)!;
  await compressDay(dir, DAY);
  assert.deepEqual(
    await readSpan(dir, { day: DAY, offset: over.offset, length: over.payload.length }),
    new Uint8Array(over.payload),
  );
});

test('where both files of a day are there, the original counts, and it is compressed again', async (t) => {
  const { dir, bytes } = await twoDays(t);
  await compressDay(dir, DAY);
  const once = await readFile(compressedPath(dir, DAY));
  // As a crash leaves it that comes before the original is removed; and a file that the one before that left half written.
  await writeFile(logPath(dir, DAY), bytes);
  await writeFile(compressedPath(dir, DAY), 'not yet whole');
  await writeFile(join(dir, `.${DAY}.datalog.zst.tmp`), 'half');
  assert.equal((await positions(dir)).length, 7010);
  await compressDay(dir, DAY);
  assert.deepEqual(await readFile(compressedPath(dir, DAY)), once);
  assert.ok(!(await readdir(dir)).includes(`${DAY}.datalog`));
});

test('a day that is not what its digest says is left as it is', async (t) => {
  const { dir, bytes } = await twoDays(t);
  await writeDigest(logPath(dir, DAY), 'ab'.repeat(32));
  await assert.rejects(compressDay(dir, DAY), /2026-11-20\.datalog is not what it was when its digest was taken: abab/);
  assert.equal((await readFile(logPath(dir, DAY))).length, bytes.length);
  assert.ok(!(await readdir(dir)).some((name) => name.includes('zst')));
});

test('a damaged frame is named, and everything but it is read', async (t) => {
  const { dir } = await twoDays(t);
  const before = await positions(dir);
  await compressDay(dir, DAY);
  const path = compressedPath(dir, DAY);
  const stored = await readFile(path);
  const second = stored.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 4);
  stored[second + 5000]! ^= 0xff;
  await writeFile(path, stored);

  const report = await verifyLog(path);
  assert.equal(isWhole(report), false);
  assert.deepEqual(report.lost, [{ path, frame: 1, at: second, from: FRAME, to: 2 * FRAME }]);
  assert.deepEqual(report.digests.wrong, [digestPath(logPath(dir, DAY)), digestPath(path)]);
  await assert.rejects(positions(dir), (error: unknown) => {
    assert.ok(error instanceof DamagedLogError);
    assert.match(error.message, /2026-11-20\.datalog\.zst: frame 1 \(at \d+\) is damaged.* bytes 1048576 to 2097151/);
    return true;
  });
  const told: DamagedLogError[] = [];
  const after = await positions(dir, { onLost: (error) => told.push(error) });
  assert.equal(told.length, 1);
  const offset = (text: string): number => Number(/:(\d+)/.exec(text)?.[1]);
  const isKept = (text: string, i: number): boolean =>
    text.startsWith(NEXT) || offset(before[i + 1] ?? '') <= FRAME || offset(text) >= 2 * FRAME;
  assert.deepEqual(after, before.filter(isKept));
  assert.deepEqual(
    (await positions(dir, { from: { day: DAY, offset: FRAME + 5 }, onLost: () => {} })).at(0),
    before.find((text) => offset(text) >= 2 * FRAME),
  );
});

test('what zstd alone wrote is refused with the way out', async (t) => {
  if (!needs('zstd', t)) return;
  const { dir } = await twoDays(t);
  execFileSync('zstd', ['-q', '--rm', logPath(dir, DAY)]);
  await assert.rejects(positions(dir), /does not end with a seek table; .*zstd -d --rm/);
});

test('a file in the seekable format with checksums in its table is read too', async (t) => {
  const { dir, bytes } = await twoDays(t);
  await compressDay(dir, DAY);
  const path = compressedPath(dir, DAY);
  const stored = await readFile(path);
  const count = stored.readUInt32LE(stored.length - 9);
  const table = stored.subarray(stored.length - 9 - 8 * count, stored.length - 9);
  const entries = Array.from({ length: count }, (_, i) =>
    Buffer.concat([table.subarray(8 * i, 8 * i + 8), Buffer.alloc(4)]),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a5e, 0);
  head.writeUInt32LE(12 * count + 9, 4);
  const footer = Buffer.from(stored.subarray(stored.length - 9));
  footer[4] = 0x80;
  await writeFile(path, Buffer.concat([stored.subarray(0, stored.length - 17 - 8 * count), head, ...entries, footer]));
  assert.equal(await withDay(dir, DAY, async ({ size }) => size), bytes.length);
  assert.equal((await positions(dir)).length, 7010);
});

test('nothing is appended to a day that is compressed: the log goes on a day later, whatever the clock says', async (t) => {
  for (const now of ['2026-11-20T12:00:00Z', '2026-11-18T12:00:00Z', '2026-11-25T12:00:00Z']) {
    const dir = await scratch(t);
    await writeFile(logPath(dir, DAY), manyPackets(3));
    await compressDay(dir, DAY);
    const before = await readFile(compressedPath(dir, DAY));
    const clock = new FakeClock(now);
    await using writer = await LogWriter.open({ dir, clock });
    const expected = now > NEXT ? dayOf(clock.now()) : NEXT;
    assert.deepEqual(writer.end, { day: expected, offset: 0 });
    writer.append('DATA_FROM_INSTRUMENT', Buffer.from('after'), clock.now());
    await writer.flush();
    assert.deepEqual(await readFile(compressedPath(dir, DAY)), before);
    assert.equal((await positions(dir)).at(-1), `${expected}:0 after`);
  }
});

test('a reader that has a day open reads it to its end while it is compressed', async (t) => {
  const { dir } = await twoDays(t);
  const expected = (await positions(dir)).length;
  let count = 0;
  for await (const batch of readLog(dir)) {
    if (count === 0) await compressDay(dir, DAY);
    count += batch.length;
  }
  assert.equal(count, expected);
  assert.notEqual(await readDigest(logPath(dir, DAY)), undefined);
});
