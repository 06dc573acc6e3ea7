import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { dayOf, fromIso } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { compressDay } from '../packet/compress-day.ts';
import { FRAME } from '../packet/frames.ts';
import { compressedPath, logPath } from '../packet/log-days.ts';
import { readLog } from '../packet/log-reader.ts';
import { formatPosition, type Position } from '../packet/position.ts';
import type { ReceivedPacket } from './attachment.ts';
import { LoggerClient, type LoggerClientOptions } from './logger-client.ts';
import type { PortAgent } from './port-agent.ts';
import { atEnd, startRig, temporaryFolder } from './test-rig.ts';

const OLD = ['2025-12-28', '2025-12-29'] as const;

/** A log that has days already, in a folder of its own. */
async function oldLog(t: TestContext, size = 1000): Promise<string> {
  const data = await temporaryFolder(t);
  const dir = join(data, 'ctd/log');
  await mkdir(dir, { recursive: true });
  for (const day of OLD) {
    const midnight = fromIso(`${day}T00:00:00Z`);
    const packets = Array.from({ length: 100 }, (_, i) =>
      encodePacket('DATA_FROM_INSTRUMENT', Buffer.from(`${day} ${i} `.padEnd(size, '.')), midnight + BigInt(i)),
    );
    await writeFile(logPath(dir, day), Buffer.concat(packets));
  }
  return data;
}

/** Everything from a place on, for as long as the test lasts. */
async function follow(t: TestContext, agent: PortAgent, from: LoggerClientOptions['from']) {
  const { data, http } = agent.ports;
  const client = new LoggerClient('127.0.0.1', data, { httpPort: http, ...(from && { from }) });
  const packets: ReceivedPacket[] = [];
  let look = (): void => {};
  await client.initComms({
    onPackets(batch) {
      packets.push(...batch);
      look();
    },
  });
  atEnd(t, () => client.stopComms());
  const text = ({ packet }: ReceivedPacket): string => toText(packet.payload);
  return {
    packets,
    texts: () => packets.map(text),
    until: (begin: string): Promise<ReceivedPacket> =>
      new Promise((resolve) => {
        look = () => {
          const found = packets.find((packet) => text(packet).startsWith(begin));
          if (found !== undefined) resolve(found);
        };
        look();
      }),
  };
}

const dataOf = (packets: readonly ReceivedPacket[]): string[] =>
  packets
    .filter(({ packet }) => packet.type === 'DATA_FROM_INSTRUMENT')
    .map(
      ({ position, packet }) => `${position && formatPosition(position)} ${toText(packet.payload).slice(0, 14).trim()}`,
    );

/** What is in the old log from a place on. */
async function logged(data: string, from?: Position): Promise<string[]> {
  const all: ReceivedPacket[] = [];
  for await (const batch of readLog(join(data, 'ctd/log'), { from }))
    all.push(...batch.map((one) => ({ ...one, live: false })));
  return dataOf(all);
}

test('days that are over are compressed in the background; those who follow the log do not notice', async (t) => {
  const data = await oldLog(t);
  const from = { day: OLD[0], offset: 5000 };
  const expected = await logged(data, from);
  const { agent } = await startRig(t, { data });
  const during = await follow(t, agent, from);
  for (const day of OLD) {
    const { packet } = await during.until(`LOG_COMPRESSED ${day}`);
    assert.equal(packet.type, 'PORT_AGENT_STATUS');
  }
  assert.deepEqual(dataOf(during.packets), expected);
  const names = (await readdir(join(data, 'ctd/log'))).filter((name) => OLD.some((day) => name.startsWith(day)));
  assert.deepEqual(
    names.sort(),
    OLD.flatMap((day) => [`${day}.datalog.sha256`, `${day}.datalog.zst`, `${day}.datalog.zst.sha256`]),
  );
  const after = await follow(t, agent, from);
  await after.until(`LOG_COMPRESSED ${OLD[1]}`);
  assert.deepEqual(dataOf(after.packets), expected);
  assert.deepEqual(agent.status().log.upkeep, { state: 'ok' });
});

test('a client whose place was archived is told what it misses, and goes on with what is there', async (t) => {
  const [data, archive] = [await oldLog(t), await temporaryFolder(t)];
  const { agent } = await startRig(t, { data, upkeep: { compress: true, archive, keepDays: 1 } });
  await (await follow(t, agent, 'start')).until(`LOG_DELETED ${OLD[1]}`);
  const late = await follow(t, agent, { day: OLD[0], offset: 5000 });
  const { packet, position } = await late.until('what was logged');
  assert.equal(packet.type, 'PORT_AGENT_FAULT');
  assert.equal(position, undefined);
  const today = dayOf(systemClock.now());
  assert.match(
    toText(packet.payload),
    new RegExp(
      `from there to ${today}:0 is passed over: .*2025-12-28:5000: .* archived: 2025-12-28, 2025-12-29 in ${archive}/ctd/log`,
    ),
  );
  await late.until('LINK_UP');
  assert.deepEqual(dataOf(late.packets), []);
});

test('an archive that is away is told once, tried again every ten minutes, and it is told when all is well', async (t) => {
  const [data, folder] = [await oldLog(t), await temporaryFolder(t)];
  const archive = join(folder, 'nas');
  const clock = new FakeClock('2026-01-01T12:00:00Z');
  const { agent } = await startRig(t, { data, clock, upkeep: { compress: true, archive } });
  const log = await follow(t, agent, 'start');
  const fault = await log.until('LOG_UPKEEP');
  assert.match(
    toText(fault.packet.payload),
    /^LOG_UPKEEP 2025-12-28: .*nas: the archive's folder is not there; is it mounted\?$/,
  );
  while (agent.status().log.upkeep.state === 'ok') await new Promise(setImmediate);
  assert.match(agent.status().log.upkeep.error ?? '', /is it mounted/);
  await mkdir(archive);
  await clock.advance(600_000);
  await log.until(`LOG_ARCHIVED ${OLD[1]}`);
  await log.until('LOG_UPKEEP ok');
  assert.equal(log.texts().filter((text) => text.startsWith('LOG_UPKEEP')).length, 2);
});

test('a damaged frame is passed over for those who follow, and a fault names it', async (t) => {
  const data = await oldLog(t, 30_000);
  const dir = join(data, 'ctd/log');
  const before = await logged(data);
  await compressDay(dir, OLD[0]);
  const path = compressedPath(dir, OLD[0]);
  const stored = await readFile(path);
  stored[stored.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 4) + 20]! ^= 0xff;
  await writeFile(path, stored);
  const { agent } = await startRig(t, { data, upkeep: { compress: false } });
  const log = await follow(t, agent, 'start');
  await log.until('passed over while the log was read: ');
  const offset = (text: string): number => Number(/:(\d+)/.exec(text)?.[1]);
  const isKept = (text: string, i: number): boolean =>
    text.startsWith(OLD[1]) || offset(before[i + 1] ?? '') <= FRAME || offset(text) >= 2 * FRAME;
  assert.deepEqual(dataOf(log.packets), before.filter(isKept));
});
