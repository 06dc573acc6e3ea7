import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { inScope, type Use } from '../kit/scope.ts';
import { fromIso, toIso } from '../kit/time.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import { PacketDecoder } from '../packet/decoder.ts';
import { logDays } from '../packet/log-days.ts';
import { readLog } from '../packet/log-reader.ts';
import { readSpan } from '../packet/read-span.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { ctdPipeline } from './testing/ctd-pipeline.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const START = '2026-06-30T12:00:00Z';

/** Lets time pass, a little each turn of the event loop, until what is awaited has happened. */
async function until(clock: FakeClock, happened: () => boolean, what: string): Promise<void> {
  for (let turns = 0; !happened(); turns++) {
    if (turns > 200_000) throw new Error(`${what} has not happened by ${toIso(clock.now())}`);
    await clock.advance(1);
  }
}

/** Turns the event loop without letting time pass, until what is awaited has happened. */
async function stillUntil(happened: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let turns = 0; !(await happened()); turns++) {
    if (turns > 200_000) throw new Error(`${what} has not happened`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function collectedHeap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

/** A device that says what it is told to. */
async function puppet() {
  let socket: Socket | undefined;
  const server = createServer((client) => {
    socket = client.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connected: () => socket !== undefined,
    say: (text: string) => socket?.write(text),
    async [Symbol.asyncDispose]() {
      socket?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A client of the data port. */
async function countHeartbeats(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const decoder = new PacketDecoder();
  let heartbeats = 0;
  socket.on('data', (bytes) => {
    heartbeats += decoder.push(bytes).filter(({ type }) => type === 'HEARTBEAT').length;
  });
  return {
    get heartbeats() {
      return heartbeats;
    },
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}

async function inFolder(work: (folder: string, use: Use) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-day-'));
  try {
    await inScope((use) => work(folder, use));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test(
  'a day passes: samples on time, jobs on time, a new file at midnight, heartbeats, and no more memory at its end',
  { timeout: 240_000 },
  () =>
    inFolder(async (folder, use) => {
      const clock = new FakeClock(START);
      const device = use(await serveSimulator(await loadInstrument('sea_bird.sbe37_smp'), { tcp: 0, clock }));
      const { agent, portAgent } = await ctdPipeline(use, {
        folder,
        devicePort: device.port!,
        clock,
        schedule: { acquire_status: { cron: '0 */6 * * *' } },
        startup: { parameters: { interval: 60 }, mode: 'autosample' },
      });
      const events = { samples: 0, status: [] as string[] };
      agent.events.add((event: DriverAsyncEvent) => {
        if (event.type !== 'sample') return;
        for (const { stream } of event.samples) {
          if (stream === 'ctd') events.samples += 1;
          else events.status.push(toIso(clock.now()).slice(11, 16));
        }
      });
      const client = use(await countHeartbeats(portAgent.ports.data));
      await until(clock, () => agent.status().state === 'autosample', 'streaming');
      events.status = [];
      const end = fromIso('2026-07-01T12:30:00Z');
      let heap = 0;
      const samplesAtStart = events.samples;
      while (clock.now() < end) {
        const before = events.samples;
        const from = clock.now();
        await clock.advance(59.9 * SECOND);
        await until(clock, () => events.samples > before, `a sample after ${toIso(from)}`);
        if (heap === 0 && clock.now() > fromIso('2026-06-30T15:00:00Z')) heap = collectedHeap();
      }
      assert.ok(Math.abs(events.samples - samplesAtStart - 24.5 * 60) <= 2, `${events.samples} samples`);
      // While the reply is on its way, a few minutes may pass on this clock.
      assert.deepEqual(
        events.status.map((time) => time.slice(0, 4)),
        ['18:0', '00:0', '06:0', '12:0'],
        events.status.join(),
      );
      assert.deepEqual(await logDays(join(folder, 'ctd', 'log')), ['2026-06-30', '2026-07-01']);
      assert.ok(Math.abs(client.heartbeats - (24.5 * HOUR) / (10 * SECOND)) < 10, `${client.heartbeats} heartbeats`);
      const grown = collectedHeap() - heap;
      assert.ok(grown < 4e6, `the heap has grown by ${grown} bytes`);
    }),
);

test('a record that midnight cuts in two is one sample, found again by its place in the log', () =>
  inFolder(async (folder, use) => {
    const clock = new FakeClock('2026-06-30T23:59:00Z');
    const device = use(await puppet());
    const { agent, portAgent } = await ctdPipeline(use, { folder, devicePort: device.port, clock });
    await stillUntil(device.connected, 'the connection');
    const received = () => portAgent.status().bytes.in;
    device.say('#12.0000, 3.00000, 1.000\r\n#12.0000, 3.00000, 2.');
    await stillUntil(() => received() === 47, 'the first part');
    await clock.advance(HOUR / 30);
    device.say('500\r\n');
    await until(clock, () => agent.status().streams.ctd?.samples === 2, 'both samples');
    const file = () => readFile(join(folder, 'out', 'ctd', '2026-06-30.jsonl'), 'utf8').catch(() => '');
    await stillUntil(async () => (await file()).split('\n').length === 3, 'both lines');
    const [, second] = (await file()).split('\n').map((line) => line && JSON.parse(line));
    assert.equal(second.values.pressure, 2.5);
    assert.equal(second.log.day, '2026-06-30');
    const bytes = await readSpan(join(folder, 'ctd', 'log'), second.log);
    assert.equal(Buffer.from(bytes).toString(), '#12.0000, 3.00000, 2.500\r\n');
    const days = new Set<string>();
    for await (const batch of readLog(join(folder, 'ctd', 'log')))
      for (const { position } of batch) days.add(position.day);
    assert.deepEqual([...days], ['2026-06-30', '2026-07-01']);
  }));
