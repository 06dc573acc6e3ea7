import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Config } from '../config/schema.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { ConfigError, StateError } from '../kit/errors.ts';
import { type Logger, silentLogger } from '../kit/logger.ts';
import { Fleet } from './fleet.ts';

async function place(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-fleet-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const start = (data: string, jsonl: string, logger: Logger = silentLogger) => {
    const ctd = { kind: 'sea_bird.sbe37_smp', attach: 'tcp://127.0.0.1:1' };
    const config: Config = {
      data: join(folder, data),
      outputs: { jsonl: join(folder, jsonl), parquet: true },
      instruments: { ctd },
    };
    return Fleet.start({ config, clock: systemClock, logger, loadInstrument });
  };
  return { folder, start };
}

test('an instrument is run once: neither its data nor its output folder is shared by two runs', async (t) => {
  const { start } = await place(t);
  const first = await start('data', 'out');
  await assert.rejects(
    start('data', 'elsewhere'),
    (error) => error instanceof StateError && /run ctd.*data/.test(error.message),
  );
  await assert.rejects(
    start('other', 'out'),
    (error) => error instanceof StateError && /run ctd.*out/.test(error.message),
  );
  await first[Symbol.asyncDispose]();
  const second = await start('data', 'out');
  await second[Symbol.asyncDispose]();
});

test('a folder that cannot be made is an error of the configuration that names it', async (t) => {
  const { folder, start } = await place(t);
  await writeFile(join(folder, 'file'), '');
  await assert.rejects(
    start('file', 'out'),
    (error) => error instanceof ConfigError && /file\/ctd/.test(error.message),
  );
  await assert.rejects(
    start('data', 'file'),
    (error) => error instanceof ConfigError && /file\/ctd/.test(error.message),
  );
});

test('what stays empty without a position is said at the start', async (t) => {
  const { start } = await place(t);
  const told: unknown[] = [];
  const warn: Logger['warn'] = (facts, text) => void told.push({ ...facts, text });
  const fleet = await start('data', 'out', { ...silentLogger, warn });
  await fleet[Symbol.asyncDispose]();
  assert.deepEqual(told[0], {
    instrument: 'ctd',
    empty: ['ctd.absolute_salinity', 'ctd.conservative_temperature', 'ctd.density', 'ctd.sound_speed', 'ctd.depth'],
    text: 'no position is configured: these stay empty',
  });
});
