import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inScope } from './scope.ts';

const noting = (closed: string[], name: string, error?: Error): AsyncDisposable => ({
  async [Symbol.asyncDispose]() {
    closed.push(name);
    if (error) throw error;
  },
});

test('resources are let go at the end, the last one first', async () => {
  const closed: string[] = [];
  const result = await inScope(async (use) => {
    use(noting(closed, 'a'));
    use(undefined);
    use({ [Symbol.dispose]: () => void closed.push('b') });
    return closed.length;
  });
  assert.equal(result, 0);
  assert.deepEqual(closed, ['b', 'a']);
});

test('work that fails lets go of its resources too, and one that cannot be closed does not keep the others open', async () => {
  const closed: string[] = [];
  const work = inScope(async (use) => {
    use(noting(closed, 'a'));
    use(noting(closed, 'b', new Error('b does not close')));
    throw new Error('the work failed');
  });
  await assert.rejects(work, /b does not close/);
  assert.deepEqual(closed, ['b', 'a']);
});
