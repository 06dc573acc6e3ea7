import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, statfs, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { smallDisk } from '../../tools/small-disk.ts';
import type { InstrumentEvent } from '../model/event.ts';
import { storedEvents } from '../store/events/stored-events.ts';
import { untilFiles } from './testing/lines-file.ts';
import { loggedNumbers } from './testing/logged-numbers.ts';
import { numberedDevice } from './testing/numbered-device.ts';
import { parquetNumbers } from './testing/parquet-numbers.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const RATE = 500;
/** For how long the disk is full; `SONDE_SOAK=60` makes it a minute. */
const SECONDS = Number(process.env.SONDE_SOAK ?? 5);
const within = (seconds: number): AbortSignal => AbortSignal.timeout(seconds * 1000);

/** Everything, or only the samples, stands on a disk that fills up while the program runs, and is killed and started again meanwhile. */
async function fillsUp(t: TestContext, place: (data: string, disk: string) => Promise<void>) {
  const disk = await smallDisk(t, '4m');
  if (disk === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'sonde-full-'));
  const data = join(folder, 'data');
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  const stream = join(data, 'ctd', 'samples', 'ctd');
  await place(data, disk);
  await using device = await numberedDevice(RATE);
  const instrument = { kind: 'sea_bird.sbe37_smp', link: `tcp://127.0.0.1:${device.port}` };
  const config = join(folder, 'sonde.yaml');
  const outputs = { parquet: { every: '1 s' } };
  await writeFile(config, JSON.stringify({ data, instruments: { ctd: instrument }, outputs }));
  const start = (): SondeProcess => new SondeProcess(['run', '-c', config], env);
  let run = start();
  try {
    await run.said(/running/);
    await untilFiles(async () => (await parquetNumbers(stream)).length > RATE, within(30));
    const ballast = join(disk, 'ballast');
    const { bavail, bsize } = await statfs(disk);
    await writeFile(ballast, new Uint8Array(bavail * bsize));
    await wait((SECONDS * 1000) / 2);
    await run.kill('SIGKILL');
    run = start();
    await run.said(/running/);
    await wait((SECONDS * 1000) / 2);
    await rm(ballast);
    const before = device.sent;
    await untilFiles(async () => device.sent > before + RATE, within(30));
    device.pause();
    await untilFiles(async () => (await parquetNumbers(stream)).at(-1) === device.sent, within(90));
    const code = await run.kill('SIGTERM');
    assert.equal(code, 0, run.stderr);
    const stored = await parquetNumbers(stream);
    const logged = await loggedNumbers(join(data, 'ctd', 'log'));
    const events = await storedEvents(data);
    return { sent: device.sent, stored, logged, events };
  } finally {
    await run[Symbol.asyncDispose]();
    await sonde(['port-agent', 'stop', 'ctd', '--data', data], env);
    await rm(folder, { recursive: true, force: true });
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

function assertTold(events: readonly InstrumentEvent[], ...types: string[]): void {
  const told = new Set(events.map(({ type }) => type));
  for (const type of types) assert.ok(told.has(type), `${type} is among ${[...told]}`);
}

const TIMEOUT = { timeout: (SECONDS + 100) * 1000 };

test(
  'while the disk of the samples is full that is told, and when there is room none is missing',
  TIMEOUT,
  async (t) => {
    const found = await fillsUp(t, async (data, disk) => {
      await mkdir(join(data, 'ctd'), { recursive: true, mode: 0o700 });
      await mkdir(join(disk, 'samples'), { mode: 0o700 });
      await symlink(join(disk, 'samples'), join(data, 'ctd', 'samples'));
    });
    if (found === undefined) return;
    const { sent, stored, logged, events } = found;
    assert.deepEqual(logged, upTo(sent));
    assert.deepEqual(stored, logged);
    assertTold(events, 'sink_failing', 'sink_working');
  },
);

test(
  'when the disk of everything is full, what was logged is in the files once, and what is missing is told',
  TIMEOUT,
  async (t) => {
    const found = await fillsUp(t, (data, disk) => symlink(disk, data));
    if (found === undefined) return;
    const { stored, logged, events } = found;
    const once = new Set(stored);
    assert.equal(once.size, stored.length, 'none twice');
    assert.deepEqual(
      logged.filter((number) => !once.has(number)),
      [],
    );
    assertTold(events, 'sink_failing', 'sink_working', 'log_gap');
  },
);
