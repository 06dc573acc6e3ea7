import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { smallDisk } from '../../tools/small-disk.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { fromIso, fromMillis } from '../kit/time.ts';
import { encodePacket } from './codec.ts';
import { logPath } from './log-days.ts';
import { type LoggedPacket, readLog } from './log-reader.ts';
import { LogWriter, type WrittenPacket } from './log-writer.ts';
import type { Position } from './position.ts';
import { verifyLog } from './verify-log.ts';

const DAY = '2026-11-22';
const NOON = fromIso(`${DAY}T12:00:00Z`);

async function scratch(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-log-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function readAll(dir: string, to?: Position): Promise<LoggedPacket[]> {
  const packets: LoggedPacket[] = [];
  for await (const batch of readLog(dir, { to })) packets.push(...batch);
  return packets;
}

const texts = (packets: readonly WrittenPacket[]): string[] => packets.map(({ packet }) => toText(packet.payload));
const append = (writer: LogWriter, text: string, time = NOON): void =>
  writer.append('DATA_FROM_INSTRUMENT', toBytes(text), time);

/** Resolves when `writer` has handed on `count` packets. */
function handedOn(writer: LogWriter, count: number): Promise<WrittenPacket[]> {
  const packets: WrittenPacket[] = [];
  return new Promise((resolve) => {
    const stop = writer.onWritten((batch) => {
      packets.push(...batch);
      if (packets.length < count) return;
      stop();
      resolve(packets);
    });
  });
}

test('what is appended is read back in order, and was handed on with its positions once it was in the file', async (t) => {
  const dir = await scratch(t);
  await using writer = await LogWriter.open({ dir, clock: new FakeClock(`${DAY}T12:00:00Z`) });
  assert.deepEqual(writer.end, { day: DAY, offset: 0 });
  const heard: WrittenPacket[] = [];
  writer.onWritten((batch) => {
    heard.push(...batch);
    const { packet, position } = batch.at(-1)!;
    assert.deepEqual(writer.end, { day: DAY, offset: position!.offset + packet.size });
  });
  for (let i = 0; i < 500; i++) append(writer, `packet ${i}`, NOON + BigInt(i));
  await writer.flush();
  assert.deepEqual(
    heard.map(({ packet, position }) => ({ ...packet, position })),
    (await readAll(dir)).map(({ packet, position }) => ({ ...packet, position })),
  );
  assert.deepEqual(
    texts(heard),
    Array.from({ length: 500 }, (_, i) => `packet ${i}`),
  );
  assert.deepEqual(writer.status, { state: 'ok', lostPackets: 0, lostBytes: 0 });
});

test('what arrives in one turn, or while a write is under way, goes in one write', async (t) => {
  const dir = await scratch(t);
  await using writer = await LogWriter.open({ dir, clock: new FakeClock() });
  const batches: number[] = [];
  writer.onWritten((batch) => batches.push(batch.length));
  for (let i = 0; i < 100; i++) append(writer, 'x');
  const first = handedOn(writer, 100);
  await Promise.resolve();
  for (let i = 0; i < 50; i++) append(writer, 'y');
  await first;
  await writer.flush();
  assert.deepEqual(batches, [100, 50]);
});

test('the log and its directory are private to their owner', async (t) => {
  const dir = join(await scratch(t), 'ctd', 'log');
  await using writer = await LogWriter.open({ dir, clock: new FakeClock() });
  append(writer, 'x');
  await writer.flush();
  assert.equal((await stat(dir)).mode & 0o777, 0o700);
  assert.equal((await stat(logPath(dir, DAY))).mode & 0o777, 0o600);
});

test('a payload too long for one packet goes in several, each with its position', async (t) => {
  const dir = await scratch(t);
  await using writer = await LogWriter.open({ dir, clock: new FakeClock() });
  const heard = handedOn(writer, 3);
  writer.append('DATA_FROM_INSTRUMENT', new Uint8Array(2 * 65519), NOON);
  assert.deepEqual(
    (await heard).map(({ position }) => position?.offset),
    [0, 65535, 131070],
  );
});

test('a new day begins a new file at midnight UTC, and a clock that is set back stays in the present one', async (t) => {
  const dir = await scratch(t);
  const clock = new FakeClock(`${DAY}T23:59:59.5Z`);
  await using writer = await LogWriter.open({ dir, clock });
  append(writer, 'before', clock.now());
  await clock.advance(500);
  append(writer, 'midnight', clock.now());
  append(writer, 'set back', clock.now() - fromMillis(60_000));
  append(writer, 'days later', clock.now() + fromMillis(3 * 86_400_000));
  await writer.flush();
  assert.deepEqual(
    (await readAll(dir)).map(({ packet, position }) => `${toText(packet.payload)} ${position.day}:${position.offset}`),
    ['before 2026-11-22:0', 'midnight 2026-11-23:0', 'set back 2026-11-23:24', 'days later 2026-11-26:0'],
  );
  assert.deepEqual(await readdir(dir), ['2026-11-22.datalog', '2026-11-23.datalog', '2026-11-26.datalog']);
});

test('a log that is opened again goes on where it ended', async (t) => {
  const dir = await scratch(t);
  const clock = new FakeClock(`${DAY}T12:00:00Z`);
  const first = await LogWriter.open({ dir, clock });
  append(first, 'first');
  await first.close();
  assert.throws(() => append(first, 'too late'), { code: 'state' });
  await using second = await LogWriter.open({ dir, clock });
  assert.equal(second.repaired, undefined);
  assert.deepEqual(second.end, first.end);
  append(second, 'second');
  await second.flush();
  assert.deepEqual(texts(await readAll(dir)), ['first', 'second']);
});

test('a torn tail is cut at the last whole packet, wherever it was torn', async (t) => {
  const dir = await scratch(t);
  const path = logPath(dir, DAY);
  const kept = Buffer.concat([
    encodePacket('DATA_FROM_INSTRUMENT', toBytes('one'), NOON),
    encodePacket('PORT_AGENT_STATUS', toBytes('CONNECTED'), NOON),
  ]);
  const torn = encodePacket('DATA_FROM_INSTRUMENT', toBytes('a packet that is torn'), NOON);
  for (let length = 0; length <= torn.length; length++) {
    await writeFile(path, Buffer.concat([kept, torn.subarray(0, length)]));
    await using writer = await LogWriter.open({ dir, clock: new FakeClock() });
    const cutBytes = length === torn.length ? 0 : length;
    assert.deepEqual(writer.repaired, cutBytes === 0 ? undefined : { path, cutBytes, foreignBytes: 0 });
    assert.equal((await stat(path)).size, kept.length + length - cutBytes);
  }
});

test('only the tail is torn: damage further up is left, and a file of something else is not cut to nothing', async (t) => {
  const dir = await scratch(t);
  const path = logPath(dir, DAY);
  const good = encodePacket('DATA_FROM_INSTRUMENT', toBytes('good'), NOON);
  await writeFile(path, Buffer.concat([good, toBytes('damage'), good, good.subarray(0, 5)]));
  await (await LogWriter.open({ dir, clock: new FakeClock() })).close();
  assert.deepEqual(await verifyLog(path), {
    packets: 2,
    bytes: 46,
    damaged: [{ offset: 20, bytes: 6 }],
    tornTail: 0,
    first: NOON,
    last: NOON,
    lost: [],
    digests: { right: [], wrong: [] },
  });

  await writeFile(path, new Uint8Array(200_000));
  await using writer = await LogWriter.open({ dir, clock: new FakeClock() });
  assert.deepEqual(writer.repaired, { path, cutBytes: 0, foreignBytes: 200_000 });
  append(writer, 'after');
  await writer.flush();
  assert.deepEqual(texts(await readAll(dir)), ['after']);
});

test('a torn packet takes the packets in its payload with it, a damaged one does not take those behind it', async (t) => {
  const dir = await scratch(t);
  const path = logPath(dir, DAY);
  const at = (second: number, payload: Uint8Array): Uint8Array =>
    encodePacket('DATA_FROM_INSTRUMENT', payload, NOON + fromMillis(second * 1000));
  const first = at(0, toBytes('first'));
  const torn = at(2, Buffer.concat([at(1, toBytes('older')), toBytes('and more')])).subarray(0, -3);
  await writeFile(path, Buffer.concat([first, torn]));
  const cut = await LogWriter.open({ dir, clock: new FakeClock() });
  await cut.close();
  assert.deepEqual(cut.repaired, { path, cutBytes: torn.length, foreignBytes: 0 });

  const damaged = at(1, toBytes('damaged'));
  damaged[4] = 0x10;
  await writeFile(path, Buffer.concat([first, damaged, at(2, toBytes('last'))]));
  const kept = await LogWriter.open({ dir, clock: new FakeClock() });
  await kept.close();
  assert.equal(kept.repaired, undefined);
});

test('a directory that cannot be used is told by its name', async (t) => {
  const dir = join(await scratch(t), 'file');
  await writeFile(dir, '');
  await assert.rejects(LogWriter.open({ dir, clock: new FakeClock() }), {
    code: 'config',
    message: /file: the log cannot be opened: /,
  });
});

test('a writer that is killed leaves whole packets and at most one torn one, and all that was reported is there', async (t) => {
  const dir = await scratch(t);
  const program = `
    import { LogWriter } from ${JSON.stringify(import.meta.resolve('./log-writer.ts'))};
    import { systemClock } from ${JSON.stringify(import.meta.resolve('../kit/clock.ts'))};
    const writer = await LogWriter.open({ dir: process.argv[1], clock: systemClock });
    let written = 0;
    const payload = () => new Uint8Array(1 + written % 5000).fill(65);
    writer.onWritten((batch) => {
      written += batch.length;
      process.stdout.write(written + '\\n');
      for (const _ of batch) writer.append('DATA_FROM_INSTRUMENT', payload(), systemClock.now());
    });
    for (let i = 0; i < 20; i++) writer.append('DATA_FROM_INSTRUMENT', payload(), systemClock.now());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  let reported = 0;
  for await (const chunk of child.stdout) {
    reported = Number(String(chunk).trimEnd().split('\n').at(-1));
    if (reported > 2000) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  const writer = await LogWriter.open({ dir, clock: systemClock });
  await writer.close();
  const [name = ''] = await readdir(dir);
  const report = await verifyLog(join(dir, name));
  assert.deepEqual({ damaged: report.damaged, tornTail: report.tornTail }, { damaged: [], tornTail: 0 });
  assert.ok(report.packets >= reported, `${report.packets} packets in the log, ${reported} reported`);
});

test('a full disk loses nothing silently: packets go on without a position, and the log tells the gap when there is room', async (t) => {
  const dir = await smallDisk(t, '64k');
  if (dir === undefined) return;
  const clock = new FakeClock(`${DAY}T12:00:00Z`);
  await using writer = await LogWriter.open({ dir, clock });
  const ballast = join(dir, 'ballast');
  await writeFile(ballast, new Uint8Array(56 * 1024));

  const heard = handedOn(writer, 30);
  for (let i = 0; i < 30; i++) writer.append('DATA_FROM_INSTRUMENT', new Uint8Array(1000).fill(i), clock.now());
  const packets = await heard;
  assert.deepEqual(
    packets.map(({ packet }) => packet.payload[0]),
    Array.from({ length: 30 }, (_, i) => i),
  );
  const written = packets.filter(({ position }) => position !== undefined).length;
  assert.ok(written < 30 && packets.slice(0, written).every(({ position }) => position !== undefined));
  const { state, error, since, lostPackets, lostBytes } = writer.status;
  assert.deepEqual(
    { state, since, lostPackets, lostBytes },
    { state: 'failing', since: clock.now(), lostPackets: 30 - written, lostBytes: (30 - written) * 1000 },
  );
  assert.match(String(error), /ENOSPC/);

  const lost = handedOn(writer, 1);
  await clock.advance(400);
  append(writer, 'lost as well', clock.now());
  assert.equal((await lost)[0]?.position, undefined);

  await rm(ballast);
  const told = handedOn(writer, 1);
  await clock.advance(600);
  const [fault] = await told;
  assert.equal(fault?.packet.type, 'PORT_AGENT_FAULT');
  assert.deepEqual(JSON.parse(toText(fault.packet.payload)), {
    fault: 'log_gap',
    from: '2026-11-22T12:00:00.000Z',
    to: '2026-11-22T12:00:00.400Z',
    packets: 31 - written,
    bytes: (30 - written) * 1000 + 12,
    reason: 'ENOSPC: no space left on device, write',
  });
  append(writer, 'again', clock.now());
  await writer.flush();
  assert.equal(writer.status.state, 'ok');
  assert.equal((await readAll(dir)).length, written + 2);
  const report = await verifyLog(logPath(dir, DAY));
  assert.deepEqual([report.damaged, report.tornTail], [[], 0]);
});

test('a log that fails is tried again once a second and no more often', async (t) => {
  const dir = await scratch(t);
  const clock = new FakeClock(`${DAY}T12:00:00Z`);
  const failures: string[] = [];
  // As JSON, which is how the program log is written.
  const note = (facts: object, message: string): void => void failures.push(`${message} ${JSON.stringify(facts)}`);
  const logger = { debug: note, info: note, warn: note, error: note };
  await using writer = await LogWriter.open({ dir, clock, logger });
  await rm(dir, { recursive: true });
  const lost = handedOn(writer, 1);
  append(writer, 'lost');
  assert.equal((await lost)[0]?.position, undefined);
  assert.equal(clock.pending, 1);
  await clock.advance(999);
  assert.equal(writer.status.state, 'failing');
  append(writer, 'lost too');
  await Promise.resolve();
  assert.equal(writer.status.lostPackets, 2);
  assert.equal(failures.length, 1);
  assert.match(failures[0]!, /^the log cannot be written {"error":"ENOENT: /);
});

test('what waits for a disk that hangs is bounded, and handed on as lost', async (t) => {
  const dir = await scratch(t);
  await using writer = await LogWriter.open({ dir, clock: systemClock, queueLimit: 10_000 });
  const heard = handedOn(writer, 40);
  for (let i = 0; i < 40; i++) writer.append('DATA_FROM_INSTRUMENT', new Uint8Array(1000), NOON);
  assert.ok((await heard).every(({ position }) => position === undefined));
  assert.match(String(writer.status.error), /the disk does not answer/);
  await writer.close();
  const logged = await readAll(dir);
  assert.deepEqual(
    logged.map(({ packet }) => packet.type),
    ['PORT_AGENT_FAULT'],
  );
  assert.equal(JSON.parse(toText(logged[0]!.packet.payload)).packets, 40);
});

test('with a flush for every packet, what was handed on survives; else it is on the disk within the second', async (t) => {
  const dir = await scratch(t);
  const clock = new FakeClock(`${DAY}T12:00:00Z`);
  await using careful = await LogWriter.open({ dir, clock, flushEvery: 'packet' });
  const heard = handedOn(careful, 1);
  append(careful, 'x');
  assert.deepEqual((await heard)[0]?.position, { day: DAY, offset: 0 });
  assert.equal(clock.pending, 0);
  await careful.close();

  await using usual = await LogWriter.open({ dir, clock, flushEvery: 200 });
  const written = handedOn(usual, 1);
  append(usual, 'y');
  await written;
  assert.equal(clock.pending, 1);
  await clock.advance(200);
  assert.equal(clock.pending, 0);
});

test('a listener that joins, the end at that moment and a read up to there make one stream without a seam', async (t) => {
  const dir = await scratch(t);
  await using writer = await LogWriter.open({ dir, clock: new FakeClock(`${DAY}T12:00:00Z`) });
  for (let i = 0; i < 100; i++) append(writer, `${i}`);
  const live: WrittenPacket[] = [];
  const joined = Promise.withResolvers<LoggedPacket[]>();
  const stop = writer.onWritten(() => {
    stop();
    writer.onWritten((batch) => live.push(...batch));
    joined.resolve(readAll(dir, writer.end));
    for (let i = 100; i < 200; i++) append(writer, `${i}`);
  });
  const before = await joined.promise;
  await writer.flush();
  assert.deepEqual(
    [...texts(before), ...texts(live)],
    Array.from({ length: 200 }, (_, i) => `${i}`),
  );
});

test('a hundred thousand packets are written and read without one missing', async (t) => {
  const dir = await scratch(t);
  await using writer = await LogWriter.open({ dir, clock: systemClock, queueLimit: 1e9 });
  const payload = new Uint8Array(100);
  for (let i = 0; i < 100_000; i++) writer.append('DATA_FROM_INSTRUMENT', payload, NOON + BigInt(i));
  await writer.flush();
  let next = 0n;
  for await (const batch of readLog(dir)) for (const { packet } of batch) assert.equal(packet.time, NOON + next++);
  assert.equal(next, 100_000n);
});
