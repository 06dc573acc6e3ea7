import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { allSinks, nullSink, type SampleSink } from '../store/sample-sink.ts';
import { NOON, provisional, sample } from '../store/test-samples.ts';
import { SampleKeeper } from './sample-keeper.ts';

const PLACE = { day: '2026-11-22', offset: 7 };

async function scene(t: TestContext, sink: SampleSink) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-keeper-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'checkpoint.json');
  const checkpoint = checkpointFile(path);
  const failures: string[] = [];
  const onFailure = (error: Error): void => void failures.push(error.message);
  return {
    path,
    checkpoint,
    failures,
    keeper: new SampleKeeper({ sink, checkpoint, clock: new FakeClock(), onFailure }),
  };
}

test('the checkpoint is written only when the samples before it are safe', async (t) => {
  const safe = Promise.withResolvers<boolean>();
  const { keeper, checkpoint } = await scene(t, { ...nullSink, flush: () => safe.promise });
  keeper.keep({ samples: [], resume: PLACE });
  const noted = keeper.note();
  assert.equal(await checkpoint.read(), undefined);
  safe.resolve(true);
  await noted;
  assert.deepEqual(await checkpoint.read(), { resume: PLACE });
  await keeper[Symbol.asyncDispose]();
});

test('a sink that fails is told once, and the checkpoint stays behind', async (t) => {
  const { keeper, checkpoint, failures } = await scene(t, {
    ...nullSink,
    flush: () => Promise.reject(new Error('disk')),
  });
  keeper.keep({ samples: [], resume: PLACE });
  await keeper.note();
  keeper.keep({ samples: [], resume: { ...PLACE, offset: 9 } });
  await keeper.note();
  await keeper[Symbol.asyncDispose]();
  assert.deepEqual(failures, ['disk']);
  assert.equal(await checkpoint.read(), undefined);
});

test('a backlog without bound is a failure', async (t) => {
  const { keeper, failures } = await scene(t, { ...nullSink, load: 1.01 });
  keeper.keep({ samples: [], resume: PLACE });
  assert.match(failures.join(), /more samples wait/);
  await keeper[Symbol.asyncDispose]();
});

test('a checkpoint that cannot be read is as none', async (t) => {
  const { path, checkpoint, keeper } = await scene(t, nullSink);
  for (const text of [
    '',
    '{"resume":',
    '{"resume":{"day":"today","offset":0}}',
    '{"resume":{"day":"2026-11-22","offset":-1}}',
  ]) {
    await writeFile(path, text);
    assert.equal(await checkpoint.read(), undefined);
  }
  await keeper[Symbol.asyncDispose]();
});

test('what later records must know stands beside the place from which they are read', async (t) => {
  const { keeper, checkpoint } = await scene(t, nullSink);
  const remembered = { calibration: { scale: 0.5, offsets: [1, null], serial: Uint8Array.of(1, 2) } };
  keeper.keep({ samples: [], resume: PLACE, remembered });
  await keeper[Symbol.asyncDispose]();
  assert.deepEqual(await checkpoint.read(), { resume: PLACE, remembered });
});

test('the checkpoint stays before a sample whose flags may still change, and follows when they are settled', async (t) => {
  const { keeper, checkpoint } = await scene(t, nullSink);
  const at = (offset: number) => ({ resume: { ...PLACE, offset } });
  keeper.keep({ samples: [sample(1)], ...at(50) });
  keeper.keep({ samples: [provisional(2)], ...at(90) });
  keeper.keep({ samples: [sample(1, NOON, { stream: 'status' })], ...at(95) });
  await keeper.note();
  assert.deepEqual(await checkpoint.read(), at(50));
  keeper.keep({ samples: [provisional(3)], settled: [sample(2)], ...at(130) });
  await keeper.note();
  assert.deepEqual(await checkpoint.read(), at(95));
  keeper.keep({ samples: [], settled: [sample(3)] });
  await keeper.note();
  assert.deepEqual(await checkpoint.read(), at(130));
  await keeper[Symbol.asyncDispose]();
});

test('a sample that is in no log holds no checkpoint back', async (t) => {
  const { keeper, checkpoint } = await scene(t, nullSink);
  const { log: _, ...loose } = provisional(1);
  keeper.keep({ samples: [loose], resume: PLACE });
  await keeper[Symbol.asyncDispose]();
  assert.deepEqual(await checkpoint.read(), { resume: PLACE });
});

test('a sink that fills is written at once, and whoever brings samples waits for that', async (t) => {
  const written = Promise.withResolvers<boolean>();
  let load = 0.95;
  const flushes: string[] = [];
  const { keeper } = await scene(t, {
    ...nullSink,
    get load() {
      return load;
    },
    flush: (when) => {
      flushes.push(when);
      return written.promise;
    },
  });
  assert.equal(keeper.ready(), undefined, 'nothing is being written');
  keeper.keep({ samples: [sample(1)] });
  keeper.keep({ samples: [sample(2)] });
  const ready = keeper.ready();
  assert.ok(ready);
  load = 0;
  written.resolve(true);
  await ready;
  assert.deepEqual(flushes, ['due']);
  assert.equal(keeper.ready(), undefined);
  await keeper[Symbol.asyncDispose]();
});

test('several sinks are as safe as the slowest, and as full as the fullest', async () => {
  let safe = false;
  const taken: string[] = [];
  const one = (name: string, own: Partial<SampleSink>): SampleSink => ({
    ...nullSink,
    append: () => void taken.push(name),
    settle: () => void taken.push(`${name} settles`),
    ...own,
  });
  const all = allSinks([one('fast', { load: 0.1 }), one('slow', { load: 0.6, flush: async () => safe })]);
  all.append([]);
  all.settle([]);
  assert.deepEqual(taken, ['fast', 'slow', 'fast settles', 'slow settles']);
  assert.equal(all.load, 0.6);
  assert.equal(await all.flush('due'), false);
  safe = true;
  assert.equal(await all.flush('due'), true);
});
