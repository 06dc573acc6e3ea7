import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runningPortAgent } from '../port-agent/run-file.ts';
import { numbersIn, untilFiles } from './testing/lines-file.ts';
import { type NumberedDevice, numberedDevice } from './testing/numbered-device.ts';
import { parquetNumbers } from './testing/parquet-numbers.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

/** `SONDE_SOAK=60` makes these tests as long as that, in seconds. */
const SECONDS = Number(process.env.SONDE_SOAK ?? 10);
const KILLS = 10;
const RATE = 200;

interface Site {
  readonly folder: string;
  readonly device: NumberedDevice;
  /** As JSON lines. */
  readonly samples: string;
  readonly parquet: string;
  run(): SondeProcess;
  env: Record<string, string>;
}

async function atSite(work: (site: Site) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-once-'));
  const data = join(folder, 'data');
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  await using device = await numberedDevice(RATE);
  const config = join(folder, 'sonde.yaml');
  await mkdir(join(folder, 'out'));
  await writeFile(
    config,
    `data: ${data}
instruments: { ctd: { kind: sea_bird.sbe37_smp, link: 'tcp://127.0.0.1:${device.port}' } }
outputs: { jsonl: ${join(folder, 'out')}, parquet: { every: 1 s } }
`,
  );
  try {
    const run = () => new SondeProcess(['run', '-c', config], env);
    await work({
      folder,
      device,
      env,
      samples: join(folder, 'out', 'ctd', 'ctd'),
      parquet: join(data, 'ctd', 'samples', 'ctd'),
      run,
    });
  } finally {
    await sonde(['port-agent', 'stop', 'ctd', '--data', data], env);
    await rm(folder, { recursive: true, force: true });
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const within = (seconds: number): AbortSignal => AbortSignal.timeout(seconds * 1000);

/** Waits until the files hold the last number that the device has sent. */
async function untilAllArrived({ device, samples }: Site): Promise<number[]> {
  let numbers: number[] = [];
  const arrived = async (): Promise<boolean> => {
    numbers = await numbersIn(samples);
    return numbers.at(-1) === device.sent;
  };
  await untilFiles(arrived, within(60)).catch((error) => {
    throw new Error(`${numbers.at(-1)} of ${device.sent} arrived`, { cause: error });
  });
  return numbers;
}

test(
  `every number arrives once and in order though the driver is killed ${KILLS} times`,
  { timeout: (SECONDS + 120) * 1000 },
  () =>
    atSite(async (site) => {
      for (let kill = 0; kill < KILLS; kill++) {
        await using driver = site.run();
        await driver.said(/running/);
        await wait((Math.random() * 2 * SECONDS * 1000) / KILLS);
        await driver.kill('SIGKILL');
        const kept = await parquetNumbers(site.parquet);
        assert.deepEqual(kept, upTo(kept.length), `the Parquet files after kill ${kill + 1}`);
      }
      await using last = site.run();
      await last.said(/running/);
      site.device.pause();
      const numbers = await untilAllArrived(site);
      assert.ok(numbers.length > SECONDS * RATE * 0.5, `${numbers.length} numbers`);
      assert.deepEqual(numbers, upTo(numbers.length));
      assert.equal(await last.kill('SIGTERM'), 0);
      assert.deepEqual(await parquetNumbers(site.parquet), numbers);
      const verified = await sonde(['log', 'verify', 'ctd', '--data', join(site.folder, 'data')], site.env);
      assert.equal(verified.code, 0, verified.stdout);
    }),
);

test(
  'when the port agent is killed, only what the device sent to nobody is missing, nothing comes twice, and the log is whole',
  { timeout: (SECONDS + 120) * 1000 },
  () =>
    atSite(async (site) => {
      const run = join(site.folder, 'data', 'run');
      await using driver = site.run();
      await driver.said(/running/);
      const kills = 5;
      for (let kill = 0; kill < kills; kill++) {
        await wait((SECONDS * 1000) / kills);
        const agent = await runningPortAgent(run, 'ctd');
        if (agent) process.kill(agent.pid, 'SIGKILL');
      }
      const before = site.device.sent;
      await untilFiles(async () => ((await numbersIn(site.samples)).at(-1) ?? 0) > before + RATE, within(60));
      site.device.pause();
      const numbers = await untilAllArrived(site);
      const gaps = numbers.filter((number, i) => i > 0 && number !== numbers[i - 1]! + 1);
      assert.ok(gaps.length <= kills, `${gaps.length} gaps`);
      assert.ok(
        numbers.every((number, i) => i === 0 || number > numbers[i - 1]!),
        'in order, none twice',
      );
      assert.ok(
        site.device.sent - numbers.length < kills * RATE * 0.2,
        `${site.device.sent - numbers.length} are missing`,
      );
      assert.equal(await driver.kill('SIGTERM'), 0);
      assert.deepEqual(await parquetNumbers(site.parquet), numbers);
      const verified = await sonde(['log', 'verify', 'ctd', '--data', join(site.folder, 'data')], site.env);
      assert.equal(verified.code, 0, verified.stdout);
    }),
);
