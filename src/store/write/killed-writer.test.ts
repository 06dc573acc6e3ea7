import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testDuck } from '../test-duck.ts';

const WRITER = fileURLToPath(new URL('test-dying-writer.ts', import.meta.url));

async function runWriter(own: string, step: string, from: number, to: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--no-warnings', WRITER, own, step, String(from), String(to)], {
    stdio: 'inherit',
  });
  await once(child, 'exit');
  assert.ok(child.exitCode === 0 || child.signalCode !== null, `the writer has ended with ${child.exitCode}`);
  return child.signalCode;
}

test('a writer that is killed at any step leaves whole files, and the next one holds each number once', async (t) => {
  const { folder: own, connection } = await testDuck(t);
  const folder = join(own, 'samples', 'ctd');
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
  const numbers = async (): Promise<number[]> =>
    (await connection.runAndReadAll(`SELECT n FROM '${folder}/*.parquet'`)).getRows().map(([n]) => Number(n));
  assert.equal(await runWriter(own, 'never', 1, 10), null);
  let last = 10;
  for (const step of ['begun', 'pieces', 'written', 'replaced']) {
    assert.equal(await runWriter(own, step, last - 5, last + 10), 'SIGKILL');
    if (step === 'replaced') last += 10;
    assert.deepEqual(await numbers(), upTo(last), `after it was killed when '${step}'`);
  }
  assert.equal(await runWriter(own, 'never', 1, last + 5), null);
  assert.deepEqual(await numbers(), upTo(last + 5));
  assert.deepEqual(await readdir(folder), ['2026-01-01.parquet']);
});
