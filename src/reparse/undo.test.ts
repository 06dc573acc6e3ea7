import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ParameterError } from '../kit/errors.ts';
import { discardReplaced, keptReplacements } from '../store/replace/undo-replacement.ts';
import { points, probe, scene } from './test-scene.ts';

const mistaken = probe((value) => value * 10);
const corrected = probe();

test('what was replaced is brought back, and what came since stays behind it', async (t) => {
  const { log, keep, rows, run, undo, append, allSamples, own } = await scene(t);
  const values = async () => (await rows('n, value')).map((row) => row.map(Number));
  await log(points('2026-01-01T12:00:00Z', 3));
  await keep(mistaken);
  await log(points('2026-01-01T13:00:00Z', 1, 4));
  const bound = (await allSamples(corrected)).at(-1)!.log!;
  await run(corrected, { bound });
  await append(mistaken, 'point', '2026-01-01');
  assert.deepEqual(await values(), [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 40],
  ]);
  await undo();
  assert.deepEqual(await values(), [
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
  ]);
  assert.deepEqual(await readdir(join(own, 'replaced')), ['.lock']);
  await assert.rejects(undo(), ParameterError);
});

test('a file that there was not before goes again', async (t) => {
  const { log, keep, rows, run, undo, own } = await scene(t);
  await log([['2026-01-01T11:00:00Z', 'k 1'], ...points('2026-01-01T12:00:00Z', 3)]);
  await keep(corrected, ({ stream }) => stream === 'factor');
  await run(corrected);
  assert.equal((await rows('n')).length, 3);
  await undo();
  assert.deepEqual(await readdir(join(own, 'samples', 'point')), []);
});

test('broken off at any step, the undoing is carried out when the instrument is opened next', async (t) => {
  const { log, keep, rows, run, undo, recover } = await scene(t);
  await log([...points('2026-01-01T12:00:00Z', 2), ...points('2026-01-02T12:00:00Z', 2, 3)]);
  // Decided; linked, replaced and done for each of two files; all done.
  for (let failing = 1; failing <= 8; failing++) {
    let step = 0;
    await keep(mistaken);
    await run(corrected);
    const onStep = (): void => {
      if (++step === failing) throw new Error('power failure');
    };
    await undo(onStep).catch((error) => assert.equal(error.message, 'power failure'));
    await recover();
    assert.deepEqual((await rows('value')).flat(), [10, 20, 30, 40], `failing at ${failing}`);
    await assert.rejects(undo(), ParameterError);
  }
});

test('old files stay until they are discarded', async (t) => {
  const { log, keep, run, own } = await scene(t);
  await log(points('2026-01-01T12:00:00Z', 3));
  await keep(mistaken);
  await run(corrected);
  await run(mistaken);
  const kept = await keptReplacements(own);
  assert.deepEqual(
    kept.map(({ summary }) => summary),
    Array(2).fill('point: 3 changed, 0 new, 0 gone in 2026-01-01'),
  );
  assert.equal(
    await discardReplaced(own),
    kept.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  assert.deepEqual(await keptReplacements(own), []);
});
