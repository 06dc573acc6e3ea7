import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isGone } from '../model/api/alert-state.ts';
import { AlertRig, configWith, sampleAt } from './test-alerts.ts';

const BOUNDS = { temp: { warning: [0, 30], alarm: [-2, 35] } };
const VALUES = { well: 20, warm: 31, hot: 36 } as const;
const ANSWERS = ['acknowledge', 'unshelve', 'clear'] as const;

const step = fc.oneof(
  { arbitrary: fc.constantFrom('well', 'warm', 'hot' as const), weight: 5 },
  { arbitrary: fc.constantFrom(...ANSWERS, 'shelve' as const), weight: 2 },
  { arbitrary: fc.constantFrom('wait', 'restart' as const), weight: 1 },
);

test('whatever happens in whatever order: there is one alert at most, it is as the values are, and as it was told and kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await using rig = await AlertRig.start(configWith(BOUNDS));
      let seconds = 0;
      let value: keyof typeof VALUES = 'well';
      let isCleared = false;
      for (const one of steps) {
        const [alert] = await rig.list();
        if (one === 'wait') await rig.clock.advance(1500);
        else if (one === 'restart') await rig.restart(configWith(BOUNDS));
        else if (one === 'well' || one === 'warm' || one === 'hot') {
          if (one !== value) isCleared = false;
          value = one;
          rig.samples(sampleAt(++seconds, { temp: VALUES[one] }));
        } else if (alert) {
          await rig.answer(one, one === 'shelve' ? { minutes: 5 } : {});
          isCleared ||= one === 'clear' && value !== 'well';
        }
        const all = await rig.list();
        assert.ok(all.length <= 1);
        const [now] = all;
        if (value === 'well') assert.notEqual(now?.active, true);
        else if (now?.active) assert.equal(now.level, value === 'hot' ? 'alarm' : 'warning');
        else assert.ok(isCleared, 'it holds and nobody cleared it');
      }
      await rig.clock.advance(1000);
      const list = await rig.list();
      const last = rig.told.at(-1);
      assert.deepEqual(last === undefined || isGone(last) ? [] : [last], list);
      await rig.restart(configWith(BOUNDS));
      assert.deepEqual(await rig.list(), list);
    }),
    { numRuns: 60 },
  );
});
