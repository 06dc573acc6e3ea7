import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { wholeLife } from './whole-life.ts';

test('each stage is run in its place, and says why it is left out', async () => {
  const run: string[] = [];
  const { clock: _, ...clockless } = sbe37Smp;
  const stages = await wholeLife(
    { ...clockless, jobs: {} },
    {
      spare: ['test', 'test_temperature', 'test_conductivity', 'test_pressure'],
      async around(stage, live) {
        run.push(stage);
        await live();
      },
    },
  );
  assert.deepEqual(
    run,
    stages.filter(({ leftOut }) => leftOut === undefined).map(({ name }) => name),
  );
  assert.deepEqual(
    stages.flatMap(({ leftOut = [] }) => leftOut),
    ['it has no clock that is set'],
  );
});

test('a failure says in which stage, in which states, and after which words', async () => {
  const { simulation } = sbe37Smp;
  const broken = { ...sbe37Smp, simulation: { ...simulation, shows: {} } };
  await assert.rejects(wholeLife(broken, { spare: ['test'] }), (error) => {
    assert(error instanceof Error);
    assert.match(error.message, /^it streams: /);
    assert.match(error.message, /the driver says 'command', the simulator is in 'autosample'/);
    assert.match(error.message, /startnow.* → .*start now/);
    return true;
  });
});
