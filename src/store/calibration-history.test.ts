import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import type { ShownCalibration } from '../refine/calibration.ts';
import { calibrationSink, readShownCalibrations, saveShownCalibrations } from './calibration-history.ts';

const march: ShownCalibration = { since: '2026-03-01T00:00:00.000Z', date: '2026-01-01', coefficients: { a: 1 } };
const april: ShownCalibration = { since: '2026-04-01T00:00:00.000Z', coefficients: { a: 2 } };

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'sonde-calibrations-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

test('what the instrument showed is kept, oldest first, and nothing twice', async () => {
  await using own = await folder();
  assert.deepEqual(await readShownCalibrations(own.path), []);
  await saveShownCalibrations(own.path, [april]);
  await saveShownCalibrations(own.path, [march, april]);
  assert.deepEqual(await readShownCalibrations(own.path), [march, april]);
});

test('what a running agent and a re-parse learn at the same time is all kept', async () => {
  await using own = await folder();
  const sets = Array.from({ length: 8 }, (_, i) => ({ ...march, since: `2026-03-0${i + 1}T00:00:00.000Z` }));
  await Promise.all(sets.map((set) => saveShownCalibrations(own.path, [set])));
  assert.deepEqual(await readShownCalibrations(own.path), sets);
});

test('a set that was learnt is safe when the sink has flushed', async () => {
  await using own = await folder();
  const refiner = { shown: [march] };
  const sink = calibrationSink(own.path, refiner);
  assert.equal(await sink.flush('due'), true);
  assert.deepEqual(await readShownCalibrations(own.path), []);
  refiner.shown = [march, april];
  assert.equal(await sink.flush('due'), true);
  assert.deepEqual(await readShownCalibrations(own.path), [march, april]);
  await sink[Symbol.asyncDispose]();
});

test('a file that cannot be understood is named, with what to do', async () => {
  await using own = await folder();
  const path = join(own.path, 'calibrations.json');
  await writeFile(path, '[{"since":"yesterday"}]');
  await assert.rejects(readShownCalibrations(own.path), (error) => {
    assert(error instanceof ConfigError);
    assert.match(error.message, /calibrations\.json.*Remove it/s);
    return true;
  });
  assert.equal(await readFile(path, 'utf8'), '[{"since":"yesterday"}]');
});
