import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { systemClock } from './clock.ts';

test('what was due before now is done soon, and the system says nothing of it', async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error) => warnings.push(name);
  process.on('warning', note);
  try {
    const done = new EventTarget();
    const heard = once(done, 'done');
    systemClock.after(-4, () => done.dispatchEvent(new Event('done')));
    await heard;
    assert.deepEqual(warnings, []);
  } finally {
    process.off('warning', note);
  }
});
