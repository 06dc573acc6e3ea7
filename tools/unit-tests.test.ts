import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { plantTree } from './planted-tree.ts';

const PROGRAM = `${import.meta.dirname}/unit-tests.ts`;

const TREE = {
  'package.json': '{ "type": "module" }',
  'src/kit/good.test.ts': "import { test } from 'node:test';\ntest('is well', () => {});",
  'src/kit/skips.test.ts': "import { test } from 'node:test';\ntest('needs a ship', (t) => t.skip());",
  'src/kit/fixtures/bad.test.ts': "throw new Error('a fixture is no test');",
  'tools/bad.test.ts': "import { test } from 'node:test';\ntest('is bad', () => { throw new Error('no'); });",
};

function runTests(t: TestContext, files: Readonly<Record<string, string>>, args: string[], env: NodeJS.ProcessEnv) {
  const { NODE_TEST_CONTEXT: _, CI: __, ...clean } = process.env;
  const cwd = plantTree(t, files);
  const run = spawnSync(process.execPath, [PROGRAM, ...args], { cwd, env: { ...clean, ...env }, encoding: 'utf8' });
  const count = (what: string): number => Number(new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(run.stdout)?.[1]);
  return { ...run, counts: { pass: count('pass'), fail: count('fail'), skipped: count('skipped') } };
}

test('all test files run, and one bad test fails the run', (t) => {
  const { status, counts } = runTests(t, TREE, [], {});
  assert.deepEqual([status, counts], [1, { pass: 1, fail: 1, skipped: 1 }]);
});

test('arguments choose files by part of their path', (t) => {
  const { status, counts } = runTests(t, TREE, ['src/kit', './nothing'], {});
  assert.deepEqual([status, counts], [0, { pass: 1, fail: 0, skipped: 1 }]);
});

test('an argument that chooses nothing is an error, not a success', (t) => {
  const { status, stderr } = runTests(t, TREE, ['src/kti'], {});
  assert.deepEqual([status, stderr], [1, "✖ no test file's path contains src/kti\n"]);
});

test('in CI a skipped test fails the run and is named', (t) => {
  const { status, stderr, counts } = runTests(t, TREE, ['src/kit'], { CI: 'true' });
  assert.deepEqual([status, counts.fail], [1, 0]);
  assert.equal(stderr, '✖ in CI no test may be skipped, but 1 were: needs a ship\n');
});

test('a test file that leaves something open fails, and says what', (t) => {
  const files = {
    'package.json': '{ "type": "module" }',
    'src/open.test.ts': "import { test } from 'node:test';\ntest('is well', () => { setInterval(() => {}, 1000); });",
  };
  const { status, stdout, counts } = runTests(t, files, [], { SONDE_TEST_TIMEOUT: '1000' });
  assert.deepEqual([status, counts.fail], [1, 1]);
  assert.match(stdout, /open\.test\.ts: did not end within 1000 ms; still open: .*Timeout/);
});
