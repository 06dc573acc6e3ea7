import { mkdtemp, readdir, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { seeded } from '../../simulator/random.ts';
import { storedEvents } from '../../store/events/stored-events.ts';
import { untilFiles } from './lines-file.ts';
import { loggedNumbers } from './logged-numbers.ts';
import { numberedDevice } from './numbered-device.ts';
import { outsideReader } from './outside-reader.ts';
import { parquetNumbers } from './parquet-numbers.ts';
import { SondeProcess, sonde } from './sonde-process.ts';

/** Lines a second. */
const RATE = 500;
/** How many of the kills are of the program that runs the instrument: it needs some seconds until it writes. */
const OF_RUN = 0.35;
/** How many of the kills come while a file is written, for how long such a kill is waited for, and how long writing takes, in ms. */
const WHILE_WRITING = 0.15;
const LONGEST = 3000;
const WRITING = 60;
/** After so many kills all is left alone until the reader has seen the files grow. */
const UNTIL_GROWTH = 10;
/** Of this test's field the last row of a file is provisional, and is replaced when the next sample has come. */
const LOOKS_AHEAD = { 'ctd.pressure': { spike: { suspect: 1, fail: 10 } } };
const MINUTE = 60_000;

export interface SoakOptions {
  readonly kills: number;
  /** Of the random numbers that say what is killed, and when. */
  readonly seed: number;
  /** The longest time between two kills, in ms. */
  readonly pause: number;
  /** Told how many kills there were, and how many numbers the reader has seen. */
  readonly onKill?: (kills: number, seen: number) => void;
}

/** What a soak ended with. */
export interface SoakReport {
  readonly kills: { readonly run: number; readonly portAgent: number };
  /** The last number that the device sent. */
  readonly sent: number;
  /** The numbers of the lines that stand whole in the log. */
  readonly logged: readonly number[];
  readonly stored: readonly number[];
  /** How many numbers the independent reader saw, each time that it read. */
  readonly reads: readonly number[];
  /** Of each type, how many. */
  readonly events: ReadonlyMap<string, number>;
  readonly verified: { readonly code: number | null; readonly stdout: string };
}

/**
 * A device sends 500 numbered lines a second; `sonde run` and its port agent are killed at random moments, also while they start, and the
 * program is started again at once, as a supervisor would; all the time somebody else reads the files with DuckDB. Then nothing is killed
 * any more, all is drained and the program is stopped. Rejects as soon as the reader saw what must not be, or when nothing arrives any more.
 */
export async function killSoak({ kills, seed, pause, onKill }: SoakOptions): Promise<SoakReport> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-soak-'));
  const data = join(folder, 'data');
  const stream = join(data, 'ctd', 'samples', 'ctd');
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  const config = join(folder, 'sonde.yaml');
  await using device = await numberedDevice(RATE);
  const link = `tcp://127.0.0.1:${device.port}`;
  const instrument = { kind: 'sea_bird.sbe37_smp', link, quality: LOOKS_AHEAD };
  const outputs = { parquet: { every: '1 s' } };
  await writeFile(config, JSON.stringify({ data, instruments: { ctd: instrument }, outputs }));

  const random = seeded(seed);
  const killed = { run: 0, portAgent: 0 };
  const start = (): SondeProcess => new SondeProcess(['run', '-c', config], env);
  let run = start();
  try {
    await run.said(/running/);
    await untilFiles(async () => (await parquetNumbers(stream)).length > 0, AbortSignal.timeout(MINUTE));
    using reader = outsideReader(stream, 'pressure', 'DuckDB');
    while (killed.run + killed.portAgent < kills) {
      // Mostly while something starts, and now and then when all goes well; or in the middle of writing.
      if (random() < WHILE_WRITING) {
        await untilWriting(stream);
        await wait(random() * WRITING);
      } else {
        await wait(random() ** 2 * pause);
      }
      if (run.child.exitCode !== null) throw new Error(`sonde run ended by itself: ${run.stderr}`);
      if (random() < OF_RUN) {
        await run.kill('SIGKILL');
        run = start();
        killed.run += 1;
      } else {
        for (const pid of await portAgentsOf(data)) process.kill(pid, 'SIGKILL');
        killed.portAgent += 1;
      }
      const all = killed.run + killed.portAgent;
      if (all % UNTIL_GROWTH === 0) await reader.grows();
      if (reader.complaint !== '') throw new Error(`after ${JSON.stringify(killed)}: ${reader.complaint}`);
      onKill?.(all, reader.counts.at(-1) ?? 0);
    }
    const before = device.sent;
    await untilFiles(async () => device.sent > before + RATE, AbortSignal.timeout(MINUTE));
    device.pause();
    const allStored = async (): Promise<boolean> => (await parquetNumbers(stream)).at(-1) === device.sent;
    await untilFiles(allStored, AbortSignal.timeout(2 * MINUTE));
    await reader.reads();
    await reader.reads();
    const code = await run.kill('SIGTERM');
    if (code !== 0) throw new Error(`sonde run ended with ${code}: ${run.stderr}`);
    if ((await reader.end()) !== 0) throw new Error(reader.complaint);
    return {
      kills: killed,
      sent: device.sent,
      logged: await loggedNumbers(join(data, 'ctd', 'log')),
      stored: await parquetNumbers(stream),
      reads: reader.counts,
      events: await eventCounts(data),
      verified: await sonde(['log', 'verify', 'ctd', '--data', data], env),
    };
  } finally {
    await run[Symbol.asyncDispose]();
    for (const pid of await portAgentsOf(data)) process.kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves when something is next written in a folder, or nothing was for long. */
async function untilWriting(folder: string): Promise<void> {
  const changes = watch(folder, { signal: AbortSignal.timeout(LONGEST) })[Symbol.asyncIterator]();
  await changes.next().catch(() => {});
  await changes.return?.();
}

/** All that run in a data folder, also those that have only just begun and stand in no file yet. */
async function portAgentsOf(data: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
      return words[words.indexOf('--data') + 1] === data && words.includes('--link') ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

async function eventCounts(data: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { type, count = 1 } of await storedEvents(data)) counts.set(type, (counts.get(type) ?? 0) + count);
  return counts;
}
