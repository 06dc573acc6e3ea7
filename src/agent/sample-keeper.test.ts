import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { nullSink, type SampleSink } from '../store/sample-sink.ts';
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
  assert.deepEqual(await checkpoint.read(), {
    resume: PLACE,
    remembered: { calibration: { scale: 0.5, offsets: [1, null], serial: 'AQI=' } },
  });
});
