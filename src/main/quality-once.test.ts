import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { QualityConfig } from '../config/quality-schema.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import type { Sample } from '../model/sample.ts';
import { makeRefiner } from '../refine/make-refiner.ts';
import { openSamples } from '../store/read/stored-samples.ts';
import { untilFiles } from './testing/lines-file.ts';
import { numberedDevice } from './testing/numbered-device.ts';
import { parquetNumbers } from './testing/parquet-numbers.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const RATE = 100;
const KILLS = 5;

/** Stands still for 80 of 200 samples, drifts otherwise, and jumps now and then. */
function temperatureOf(number: number): number {
  const inTurn = number % 200;
  const drift = inTurn < 80 ? 10 : 10 + (inTurn % 60) * 0.01;
  return drift + (number % 37 === 0 ? 2 : 0);
}

const QUALITY: QualityConfig = {
  'ctd.temp': {
    spike: { suspect: 0.5, fail: 0.9 },
    rate_of_change: { suspect: 60 },
    flat_line: { tolerance: 0.001, suspect: '100 ms', fail: '200 ms' },
  },
  ctd: { gap: '1 min' },
};

test('the flags of a driver that is killed again and again are those of one that never stopped', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-quality-'));
  const data = join(folder, 'data');
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  await using device = await numberedDevice(
    RATE,
    (number) => `#${temperatureOf(number).toFixed(4)}, 3.45678, ${number}.000`,
  );
  const config = join(folder, 'sonde.yaml');
  await writeFile(
    config,
    JSON.stringify({
      data,
      instruments: { ctd: { kind: sbe37Smp.kind, link: `tcp://127.0.0.1:${device.port}`, quality: QUALITY } },
      outputs: { parquet: { every: '1 s' } },
    }),
  );
  const run = () => new SondeProcess(['run', '-c', config], env);
  const own = join(data, 'ctd', 'samples', 'ctd');
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      await using driver = run();
      await driver.said(/running/);
      await wait(Math.random() * 2500);
      await driver.kill('SIGKILL');
    }
    await using last = run();
    await last.said(/running/);
    device.pause();
    const allThere = async () => (await parquetNumbers(own)).at(-1) === device.sent;
    await untilFiles(allThere, AbortSignal.timeout(60_000));
    assert.equal(await last.kill('SIGTERM'), 0);
    const stored = await samplesIn(data);
    assert.deepEqual(
      stored.map(({ values }) => values.pressure),
      Array.from({ length: device.sent }, (_, i) => i + 1),
    );
    const whole = makeRefiner({ definition: sbe37Smp, quality: QUALITY }).refine(stored.map(asDecoded)).samples;
    assert.deepEqual(
      stored.map(({ flags }) => flags),
      whole.map(({ flags }) => flags),
    );
    for (const column of ['temp_qc_spike', 'temp_qc_rate_of_change', 'temp_qc_flat_line']) {
      const found = new Set(stored.map(({ flags }) => flags?.[column]));
      assert.ok(found.has(1) && found.has(3), `${column}: ${[...found]}`);
    }
  } finally {
    await sonde(['port-agent', 'stop', 'ctd', '--data', data], env);
    await rm(folder, { recursive: true, force: true });
  }
});

async function samplesIn(data: string): Promise<Sample[]> {
  using samples = await openSamples(data);
  const all: Sample[] = [];
  for await (const batch of samples.samples({ instrument: 'ctd', stream: 'ctd', order: 'stored' })) all.push(...batch);
  return all;
}

/** As it was before it was refined. */
function asDecoded({ flags: _, ...sample }: Sample): Sample {
  const { temp = null, conductivity = null, pressure = null } = sample.values;
  return { ...sample, quality: 'ok', values: { temp, conductivity, pressure, salinity: null, sound_velocity: null } };
}
