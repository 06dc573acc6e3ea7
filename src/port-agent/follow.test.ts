import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { toBytes, toText } from '../kit/bytes.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { PacketDecoder } from '../packet/decoder.ts';
import { LogWriter, type WrittenPacket } from '../packet/log-writer.ts';
import { formatPosition, type Position } from '../packet/position.ts';
import { Feed } from './feed.ts';
import { type FollowOptions, followLog } from './follow.ts';
import { readMarker } from './markers.ts';

const HOUR = 3_600_000;

async function logWithFeed(t: TestContext, limit?: number) {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-follow-'));
  const clock = new FakeClock('2026-11-22T23:00:00Z');
  const writer = await LogWriter.open({ dir, clock });
  const feed = new Feed(writer.end, limit);
  const written: WrittenPacket[] = [];
  writer.onWritten((batch) => {
    written.push(...batch);
    feed.push(batch);
  });
  const stop = new AbortController();
  t.after(async () => {
    stop.abort();
    await writer.close();
    await rm(dir, { recursive: true });
  });
  return {
    clock,
    writer,
    feed,
    written,
    stop,
    log: (text: string) => writer.append('DATA_FROM_INSTRUMENT', toBytes(text), clock.now()),
    read: (options: Partial<FollowOptions> = {}) =>
      followLog({ dir, feed, clock, signal: stop.signal, follow: false, ...options }),
  };
}

/** What a reader of the stream understands: markers as they are, packets with the position that the markers give them. */
function reader() {
  const decoder = new PacketDecoder();
  let next: Position | undefined;
  return (pieces: readonly Uint8Array[]): string[] =>
    pieces
      .flatMap((piece) => decoder.push(piece))
      .map((packet) => {
        const marker = readMarker(packet);
        if (marker === 'unlogged') next = undefined;
        if (typeof marker === 'string') return marker;
        if (marker !== undefined) {
          next = marker;
          return `at ${formatPosition(marker)}`;
        }
        const place = next ? formatPosition(next) : '-';
        next = next && { day: next.day, offset: next.offset + packet.size };
        return `${place} ${toText(packet.payload)}`;
      });
}

async function collect(
  pieces: AsyncIterable<Uint8Array[]>,
  until = (_: readonly string[]): boolean => false,
): Promise<string[]> {
  const understand = reader();
  const seen: string[] = [];
  for await (const piece of pieces) {
    seen.push(...understand(piece));
    if (until(seen)) break;
  }
  return seen;
}

test('the log is read from its beginning with the position first, and again at a new day', async (t) => {
  const { clock, writer, log, read } = await logWithFeed(t);
  log('a');
  log('bc');
  await clock.advance(2 * HOUR);
  log('d');
  await writer.flush();
  assert.deepEqual(await collect(read()), [
    'at 2026-11-22:0',
    '2026-11-22:0 a',
    '2026-11-22:17 bc',
    'at 2026-11-23:0',
    '2026-11-23:0 d',
  ]);
});

test('a position inside a packet means that packet', async (t) => {
  const { writer, log, read } = await logWithFeed(t);
  for (const text of ['a', 'b', 'c']) log(text);
  await writer.flush();
  const from = { day: '2026-11-22', offset: 20 };
  assert.deepEqual(await collect(read({ from })), ['at 2026-11-22:17', '2026-11-22:17 b', '2026-11-22:34 c']);
});

test('an answer without packets still says where it stands', async (t) => {
  const { writer, log, read } = await logWithFeed(t);
  assert.deepEqual(await collect(read()), ['at 2026-11-22:0']);
  log('a');
  await writer.flush();
  assert.deepEqual(await collect(read({ from: 'end' })), ['at 2026-11-22:17']);
});

test('`to` ends the answer, behind the end of the log too', async (t) => {
  const { writer, log, read } = await logWithFeed(t);
  for (const text of ['a', 'b', 'c']) log(text);
  await writer.flush();
  const to = { day: '2026-11-22', offset: 34 };
  assert.deepEqual(await collect(read({ to })), ['at 2026-11-22:0', '2026-11-22:0 a', '2026-11-22:17 b']);
  assert.deepEqual(await collect(read({ to, follow: true })), ['at 2026-11-22:0', '2026-11-22:0 a', '2026-11-22:17 b']);
  const pieces = read({ from: 'end', to: { day: '2026-11-22', offset: 68 }, follow: true });
  const understand = reader();
  const first = understand((await pieces.next()).value!);
  for (const text of ['d', 'e', 'f']) log(text);
  const rest = await Promise.all([collect(pieces), writer.flush()]);
  assert.deepEqual(first, ['at 2026-11-22:51', 'live']);
  assert.deepEqual(rest[0], ['- d']);
});

test('who follows from the end is live at once and hears what comes', async (t) => {
  const { log, read } = await logWithFeed(t);
  const pieces = read({ from: 'end', follow: true });
  const understand = reader();
  assert.deepEqual(understand((await pieces.next()).value!), ['at 2026-11-22:0', 'live']);
  log('a');
  assert.deepEqual(understand((await pieces.next()).value!), ['2026-11-22:0 a']);
  await pieces.return(undefined);
});

test('from the file into the present across a day, at a high rate, no packet is missing or doubled', async (t) => {
  const { clock, log, read, written } = await logWithFeed(t, 4096);
  const total = 20_000;
  for (let i = 0; i < total / 2; i++) log(`past ${i}`);
  let sent = total / 2;
  const writing = (async () => {
    while (sent < total) {
      for (let i = 0; i < 97 && sent < total; i++) log(`now ${sent++}`);
      if (sent > 15_000 && sent < 15_098) await clock.advance(2 * HOUR);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  let packets = 0;
  const seen = await collect(read({ follow: true }), (all) => {
    packets = all.reduce((sum, line) => sum + (/ (past|now) /.test(line) ? 1 : 0), 0);
    return packets >= total;
  });
  await writing;
  const understood = seen.filter((line) => !line.startsWith('at ') && line !== 'live');
  assert.deepEqual(
    understood,
    written.map(({ packet, position }) => `${formatPosition(position!)} ${toText(packet.payload)}`),
  );
  assert.equal(seen.filter((line) => line === 'live').length, 1);
  assert.deepEqual(
    seen.filter((line) => line.startsWith('at ')),
    ['at 2026-11-22:0', 'at 2026-11-23:0'],
  );
});

test('who falls behind what is remembered is read the file, and comes back', async (t) => {
  const { writer, feed, log, read } = await logWithFeed(t, 100);
  const pieces = read({ from: 'end', follow: true });
  const understand = reader();
  const seen = understand((await pieces.next()).value!);
  for (let i = 0; i < 50; i++) {
    log(`${i}`);
    await writer.flush();
  }
  assert.equal(feed.take(0), undefined);
  while (seen.length < 52) seen.push(...understand((await pieces.next()).value!));
  const next = pieces.next();
  log('50');
  seen.push(...understand((await next).value!));
  await pieces.return(undefined);
  assert.deepEqual(
    seen.slice(2).map((line) => line.split(' ')[1]),
    Array.from({ length: 51 }, (_, i) => `${i}`),
  );
});

test('packets that the log has no room for come live, marked as such, and positions go on behind them', async (t) => {
  const { feed, log, writer, written, read } = await logWithFeed(t);
  log('a');
  await writer.flush();
  const pieces = read({ follow: true });
  const understand = reader();
  const seen = understand((await pieces.next()).value!);
  seen.push(...understand((await pieces.next()).value!));
  const { packet } = written[0]!;
  feed.push([
    { packet, position: undefined },
    { packet, position: undefined },
  ]);
  feed.push([{ packet, position: { day: '2026-11-22', offset: 17 } }]);
  for (let i = 0; i < 2; i++) seen.push(...understand((await pieces.next()).value!));
  await pieces.return(undefined);
  assert.deepEqual(seen, [
    'at 2026-11-22:0',
    '2026-11-22:0 a',
    'live',
    'unlogged',
    '- a',
    '- a',
    'at 2026-11-22:17',
    '2026-11-22:17 a',
  ]);
});

test('a follower ends when its signal aborts', async (t) => {
  const { read, stop } = await logWithFeed(t);
  const pieces = read({ from: 'end', follow: true });
  await pieces.next();
  const next = pieces.next();
  stop.abort();
  assert.equal((await next).done, true);
});
