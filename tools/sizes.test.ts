import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantTree } from './planted-tree.ts';
import { checkSizes } from './sizes.ts';

const lines = (count: number): string => 'line\n'.repeat(count);

test('a file of 401 lines is found; 400 are well, as are fixtures, dependencies and generated files', (t) => {
  const root = plantTree(t, {
    'src/kit/long.ts': lines(401),
    'src/kit/unended.ts': `${lines(399)}line`,
    'src/kit/fixtures/capture.ts': lines(1000),
    'src/instruments/list.generated.ts': lines(1000),
    'web/node_modules/lib/index.js': lines(1000),
    'web/page.tsx': lines(500),
    'tools/short.test.ts': lines(10),
    'docs/long.ts': lines(1000),
  });
  assert.deepEqual(checkSizes(root), {
    wrong: [
      'src/kit/long.ts: 401 lines; split it, 400 are the most',
      'web/page.tsx: 500 lines; split it, 400 are the most',
    ],
    summary: '4 files; lines: median 400, p90 500, longest 500',
  });
});

test('the median and the 90th percentile are lengths that files have', (t) => {
  const files = Object.fromEntries([...Array(10).keys()].map((index) => [`src/a${index}.ts`, lines(index + 1)]));
  assert.equal(checkSizes(plantTree(t, files)).summary, '10 files; lines: median 5, p90 9, longest 10');
  assert.deepEqual(checkSizes(plantTree(t, {})), { wrong: [], summary: '0 files; lines: median 0, p90 0, longest 0' });
});
