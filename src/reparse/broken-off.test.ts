import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isBrokenOff, type ReplacementStep } from '../store/replace/replacement.ts';
import { type Logged, points, probe, scene } from './test-scene.ts';

/** Every value is ten times too much. */
const mistaken = probe((value) => value * 10);
const corrected = probe();

const THREE_DAYS: readonly Logged[] = [
  ['2026-01-01T12:00:00Z', 'k 1'],
  ...points('2026-01-01T12:01:00Z', 3, 1),
  ...points('2026-01-02T12:00:00Z', 3, 4),
  ...points('2026-01-03T12:00:00Z', 3, 7),
];
const MORE = points('2026-01-03T13:00:00Z', 2, 10);

class PowerFailure extends Error {}

/** Fails before the `n`th step that follows; says afterwards which ones there were. */
function failingAt(n: number) {
  const steps: ReplacementStep[] = [];
  return {
    steps,
    onStep: (step: ReplacementStep) => {
      steps.push(step);
      if (steps.length === n) throw new PowerFailure();
    },
  };
}

const numbers = (from: number, to: number, times: number): number[][] =>
  Array.from({ length: to - from + 1 }, (_, i) => [from + i, (from + i) * times]);

test('broken off at any step, all days are replaced when the instrument is opened next, and none before that was decided', async (t) => {
  const { log, keep, rows, run, recover, own } = await scene(t);
  await log(THREE_DAYS);
  const values = async () => (await rows('n, value')).map((row) => row.map(Number));
  let n = 0;
  for (let more = true; more; ) {
    n++;
    const { steps, onStep } = failingAt(n);
    await keep(mistaken);
    const before = await values();
    await run(n % 2 === 1 ? corrected : mistaken, { onStep }).then(
      () => {
        more = false;
      },
      (error) => assert.ok(error instanceof PowerFailure, error.stack),
    );
    const wanted = numbers(1, 9, n % 2 === 1 ? 1 : 10);
    if (steps.at(-1) === 'decided') assert.deepEqual(await values(), before);
    assert.equal(await isBrokenOff(own), more && steps.at(-1) !== 'all done');
    await recover();
    assert.equal(await isBrokenOff(own), false);
    assert.deepEqual(await values(), wanted, `after step ${n}, '${steps.at(-1)}'`);
    assert.deepEqual(await recover(), []);
  }
  // Decided; linked, replaced and done for each of three files; all done.
  assert.equal(n, 12);
});

test('what was not decided leaves nothing behind', async (t) => {
  const { log, keep, rows, run, own } = await scene(t);
  await log(THREE_DAYS);
  await keep(mistaken);
  const stop = new AbortController();
  const onProgress = () => stop.abort(new PowerFailure());
  await assert.rejects(run(corrected, { signal: stop.signal, onProgress }), PowerFailure);
  assert.deepEqual(
    (await rows('n, value')).map((row) => row.map(Number)),
    numbers(1, 9, 10),
  );
  assert.deepEqual(await readdir(join(own, 'replaced')), ['.lock']);
});

/** Of the third file: linked, replaced, done; then all of them; the fifth is none. */
const LAST_STEPS = [8, 9, 10, 11, 12];

for (const early of [true, false]) {
  test(`rows that an agent adds ${early ? 'before' : 'after'} a file is replaced stay behind the new ones, broken off or not`, async (t) => {
    for (const failing of LAST_STEPS) {
      const { log, keep, rows, run, append, recover, allSamples } = await scene(t);
      const values = async () => (await rows('n, value')).map((row) => row.map(Number));
      await log(THREE_DAYS);
      await keep(mistaken);
      await log(MORE);
      const bound = (await allSamples(corrected)).find(({ values: { n } }) => n === 10)!.log!;
      const add = () => append(mistaken, 'point', '2026-01-03');
      let step = 0;
      const onStep = async (): Promise<void> => {
        if (++step === 1 && early) await add();
        if (step === failing) throw new PowerFailure();
      };
      const ended = await run(corrected, { onStep, bound }).then(
        () => true,
        (error) => assert.ok(error instanceof PowerFailure, error.stack),
      );
      assert.equal(ended === true, failing === 12);
      if (!early) await add();
      await recover();
      assert.deepEqual(await values(), [...numbers(1, 9, 1), ...numbers(10, 11, 10)], `failing at ${failing}`);
      await add();
      assert.equal((await run(corrected)).streams[0]!.differences.changed, 2);
      assert.deepEqual(await values(), numbers(1, 11, 1));
    }
  });
}
