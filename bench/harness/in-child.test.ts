import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inChild, runChild } from './in-child.ts';

const CONTESTANTS = new URL('test-contestants.ts', import.meta.url).href;

test('a function runs in a process of its own, whatever it prints and leaves open', async () => {
  const { values, processes } = await inChild(CONTESTANTS, 'adds', 2, 3);
  assert.deepEqual(values, [5]);
  const [{ name, cpu, memory } = { name: '', cpu: -1, memory: 0 }] = processes;
  assert.equal(name, 'one process');
  assert.ok(cpu >= 0 && memory > 2 ** 20);
});

test('an error comes with what the child said', async () => {
  await assert.rejects(
    inChild(CONTESTANTS, 'throws'),
    /^Error: throws of .*test-contestants\.ts ended .*exit code 1[\s\S]*3 of 4 bytes came/,
  );
  await assert.rejects(inChild(CONTESTANTS, 'thorws'), /exports no thorws/);
});

test('a child that ends without figures, or never, is an error', async () => {
  await assert.rejects(inChild(CONTESTANTS, 'dies'), /dies of .* ended without figures \(exit code 0\)/);
  await assert.rejects(
    inChild(CONTESTANTS, 'neverSettles'),
    /neverSettles of .* ended without figures \(exit code 13\)/,
  );
  await assert.rejects(
    runChild(CONTESTANTS, 'hangs', [], 1000),
    /hangs of .* ended without figures \(SIGKILL after 1 s\)/,
  );
});
